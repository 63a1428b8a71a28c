/**
 * A Markdown page as sections: which heading a table stands under, decided by a Markdown parser and
 * not by the look of a line, so that code fences and HTML comments hold no headings.
 */
import type { Heading, RootContent, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { decodeCell } from "./cells.ts";
import { plainPage } from "./plain-page.ts";
import type { MarkdownPage, MarkdownSection, MarkdownTable } from "./sections.ts";

/** Beyond these no person wrote the page, and a parser needs seconds for it. */
export const PAGE_LIMIT_CHARS = 120_000;
const NESTING = /^(?:[ \t]*(?:>|(?:[*+-]|\d{1,9}[.)])[ \t])){16}/m;
const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n(?:[^\n]*\n)*?---[ \t]*(?=\r?\n|$)/;

/** Only blocks matter here: without its inline rules the parser takes half the time. */
const BLOCKS_ONLY = {
  disable: {
    null: [
      "attention",
      "autolink",
      "characterEscape",
      "characterReference",
      "codeText",
      "definition",
      "hardBreakEscape",
      "htmlText",
      "labelEnd",
      "labelStartImage",
      "labelStartLink",
      // Underlined headings cost quadratic time (30,000 of them a minute), and no page of ours has one.
      "setextUnderline",
    ],
  },
};

/**
 * Whoever edits one table after the other, or reads many pages in several ways, asks for the same
 * texts again and again, at 10 ms each. Those asked for last are kept: the pages of a kit and more.
 */
const kept = new Map<string, MarkdownPage | null>();
const KEPT_LIMIT_CHARS = 2_000_000;
let keptChars = 0;

/**
 * The sections of a page. null when it is longer than 120,000 characters or nested deeper than 16
 * levels. Front matter is skipped. The result is shared: do not change it.
 */
export function readPage(text: string): MarkdownPage | null {
  if (text.length > PAGE_LIMIT_CHARS) return null;
  const known = kept.get(text);
  const page = known === undefined ? (isTooDeep(text) ? null : parsePage(text)) : known;
  if (known === undefined) keptChars += text.length;
  // The one asked for last stands at the end of a Map only when it is put in anew.
  else kept.delete(text);
  kept.set(text, page);
  for (const [oldest] of kept) {
    if (keptChars <= KEPT_LIMIT_CHARS) break;
    kept.delete(oldest);
    keptChars -= oldest.length;
  }
  return page;
}

/** Nested deeper than a parser can read in bearable time. */
export function isTooDeep(text: string): boolean {
  return NESTING.test(text);
}

function parsePage(text: string): MarkdownPage {
  // Blanks for the mark and the front matter keep every place in the text where it was.
  const source = text
    .replace(FRONT_MATTER, (block) => block.replaceAll(/[^\r\n]/g, " "))
    .replace(/^\uFEFF/, " ");
  return plainPage(source) ?? parsedPage(source);
}

/** What the Markdown parser reads, of whatever page. */
export function parsedPage(source: string): MarkdownPage {
  const tree = fromMarkdown(source, {
    extensions: [gfmTable(), BLOCKS_ONLY],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const sections: MarkdownSection[] = [];
  let open: MarkdownSection[] = [];
  for (const node of tree.children) {
    if (node.type === "heading") {
      open = open.filter(({ depth }) => depth < node.depth);
      const section = sectionOf(node, source);
      sections.push(section);
      open.push(section);
    } else if (node.type === "table") {
      const table = tableOf(node, source);
      for (const section of open) section.tables.push(table);
    } else if (node.type === "paragraph") {
      const stray = strayRows(node, source);
      for (const section of open) section.strayRows.push(...stray);
    }
  }
  return { sections, unclosed: unclosedBlock(tree.children.at(-1), source) };
}

function sectionOf(node: Heading, source: string): MarkdownSection {
  return {
    heading: sourceOf(node.children, source).replaceAll(/\s+/g, " ").trim(),
    depth: node.depth,
    line: lineOf(node),
    tables: [],
    strayRows: [],
  };
}

function tableOf(node: Table, source: string): MarkdownTable {
  const [head, ...rows] = node.children.map((row) => ({
    line: lineOf(row),
    cells: row.children.map((cell) => decodeCell(sourceOf(cell.children, source))),
  }));
  const start = lineOf(node);
  return { columns: head?.cells ?? [], rows, start, end: rows.at(-1)?.line ?? start + 1 };
}

/** The text from the first to the last of some neighbours, as it was written. */
function sourceOf(nodes: readonly RootContent[], source: string): string {
  const start = nodes[0]?.position?.start.offset ?? 0;
  return source.slice(start, nodes.at(-1)?.position?.end.offset ?? start);
}

function strayRows(node: RootContent, source: string): number[] {
  const lines = sourceOf([node], source).split(/\r\n|\n|\r/);
  return lines.flatMap((line, at) => (/^[ \t]*\|/.test(line) ? [lineOf(node) + at] : []));
}

/** Whether the last block of the page runs to its end only because nothing closes it. */
function unclosedBlock(node: RootContent | undefined, source: string): MarkdownPage["unclosed"] {
  if (node === undefined) return null;
  const written = sourceOf([node], source);
  if (node.type === "html" && written.startsWith("<!--") && !written.includes("-->")) {
    return { what: "HTML comment", line: lineOf(node) };
  }
  const fence = node.type === "code" ? /^(`{3,}|~{3,})/.exec(written)?.[1] : undefined;
  if (fence === undefined) return null;
  const end =
    written
      .split(/\r\n|\n|\r/)
      .slice(1)
      .at(-1)
      ?.trim() ?? "";
  const closed = end.startsWith(fence) && [...end].every((char) => char === fence[0]);
  return closed ? null : { what: "code fence", line: lineOf(node) };
}

function lineOf(node: { position?: { start: { line: number } } | undefined }): number {
  return node.position?.start.line ?? 1;
}

/**
 * A page as the things it says: one for each sentence, list item, row and line of an output format, as
 * plain text without marks. Decided by the Markdown parser, so that where a line breaks says nothing.
 */
import type { Nodes, Parents, RootContent, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { isTooDeep, PAGE_LIMIT_CHARS } from "../markdown/page.ts";
import { UNSEEN } from "../unseen.ts";

export interface Unit {
  kind: "text" | "item" | "row" | "code" | "heading" | "field";
  /** As a reader sees it, with blanks made one. */
  text: string;
  /** Headings above it, the nearest last. */
  under: readonly string[];
  /** Which block of the page it stands in: its neighbours have the same. */
  block: number;
  /** Whether its block begins with it: under "must not" the sentences behind it say what to do instead. */
  isFirst: boolean;
  /** Of a row: its cells by their columns. */
  cells?: Readonly<Record<string, string>>;
}

const FRONT = /^\uFEFF?---[ \t]*\r?\n(?:[^\n]*\n)*?---[ \t]*(?:\r?\n|$)/;
const SENTENCE_END = /(?<=[.!?…])["”)*_]*\s+(?=["“(*_`\p{Lu}\p{N}])/u;
const EXTENSIONS = { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] };

const kept = new Map<string, readonly Unit[] | null>();
const KEPT_LIMIT = 400;

/** What the body of a page says, in its order; null when it is too long or too deep to be read. Shared. */
export function unitsOf(page: string): readonly Unit[] | null {
  const known = kept.get(page);
  if (known !== undefined) return known;
  const units = page.length > PAGE_LIMIT_CHARS || isTooDeep(page) ? null : readUnits(page);
  kept.set(page, units);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_LIMIT) break;
    kept.delete(oldest);
  }
  return units;
}

function readUnits(page: string): Unit[] {
  const tree = fromMarkdown(page.replace(FRONT, ""), EXTENSIONS);
  const units: Unit[] = [];
  const under: { depth: number; text: string }[] = [];
  let block = 0;
  const add = (kind: Unit["kind"], texts: readonly string[], cells?: Unit["cells"]) => {
    block += 1;
    const headings = under.map((each) => each.text);
    for (const [at, text] of texts
      .map(plain)
      .filter((each) => each !== "")
      .entries()) {
      const isFirst = at === 0 || kind === "code";
      units.push({
        kind,
        text,
        under: headings,
        block,
        isFirst,
        ...(cells === undefined ? {} : { cells }),
      });
    }
  };
  const visit = (node: RootContent, kind: Unit["kind"]) => {
    if (node.type === "heading") {
      const text = plain(textOf(node));
      while ((under.at(-1)?.depth ?? 0) >= node.depth) under.pop();
      under.push({ depth: node.depth, text });
      add("heading", [text]);
    } else if (node.type === "table") addRows(node, add);
    else if (node.type === "code") add("code", node.value.split(/\r\n|\n|\r/));
    else if (node.type === "paragraph") add(kind, textOf(node).split(SENTENCE_END));
    else if (node.type !== "html" && "children" in node) {
      const inner = node.type === "listItem" ? "item" : kind;
      for (const child of node.children) visit(child, inner);
    }
  };
  for (const node of tree.children) visit(node, "text");
  return units;
}

function addRows(
  table: Table,
  add: (kind: "row", texts: string[], cells: Record<string, string>) => void,
): void {
  const [head, ...rows] = table.children.map((row) =>
    row.children.map((cell) => plain(textOf(cell))),
  );
  for (const row of rows) {
    const cells = Object.fromEntries((head ?? []).map((name, at) => [name, row[at] ?? ""]));
    add("row", [row.join(" | ")], cells);
  }
}

/** HTML in a line is kept as it is written where it is only a place to fill in: `<date>`. */
function textOf(node: Nodes): string {
  if (node.type === "text" || node.type === "inlineCode") return node.value;
  if (node.type === "html")
    return /^<[\p{L}][\p{L}\p{N} _-]*>$/u.test(node.value) ? node.value : "";
  if (node.type === "break") return " ";
  return "children" in node ? (node as Parents).children.map(textOf).join("") : "";
}

const HIDDEN = new RegExp(`[${UNSEEN}]`, "gu");

/** One form for what looks the same. */
export function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(HIDDEN, "")
    .replaceAll(/[‘’ʼ]/g, "'")
    .replaceAll(/[“”„]/g, '"')
    .replaceAll(/\s+/g, " ")
    .trim();
}

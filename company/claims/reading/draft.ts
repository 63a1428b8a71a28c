/**
 * A draft as its reader sees it: read once by the Markdown parser, before any rule. Marks, links and tags
 * are gone, code is code, and each sentence has its line.
 */
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { splitLines } from "../../board/lines.ts";
import { isTooDeep, PAGE_LIMIT_CHARS } from "../../markdown/page.ts";
import { withoutStackedMarks } from "../../stacked-marks.ts";
import { UNSEEN } from "../../unseen.ts";
import { type Language, languageOf } from "./language.ts";
import { lowered } from "./match.ts";
import { cutSentences } from "./sentences.ts";

export interface Sentence {
  /** 1-based line on which it begins. */
  line: number;
  /** On one line; code and addresses are blanked. */
  text: string;
  /** `text` in lower case with plain apostrophes; the places are the same. */
  low: string;
  /** `text` with its addresses. */
  written: string;
  /** The whole sentence stands in a block quote. */
  isQuote: boolean;
  /** `[from, to)` of words in quotation marks, in `text`. */
  quoted: readonly { from: number; to: number }[];
  isQuestion: boolean;
  language: Language;
  /** The heading under which it stands, in lower case; empty above the first. */
  heading: string;
  /** The words of a hashtag: `GDPR compliant` of #GDPRcompliant. */
  isTag: boolean;
  /** Sentences of the same paragraph, list item, heading or row of a table have the same number. */
  paragraph: number;
}

/** Web addresses with the line they stand on, code left out. */
export interface DraftLink {
  line: number;
  url: string;
}

export interface Prose {
  sentences: Sentence[];
  links: DraftLink[];
  /** The text with blanks for code and comments, line for line. */
  shown: string;
  /** 1-based line of a code block or comment that never ends and hides the rest; null: none. */
  unclosed: number | null;
  /** The language of the text as a whole. */
  language: Language;
}

interface Block {
  isQuote: boolean;
  isHeading?: boolean;
  isTag?: boolean;
  /** Pieces in order, each with the line on which it begins. */
  pieces: { text: string; line: number }[];
}

interface Reading {
  source: string;
  /** X shows code, tags and comments as they are. */
  isMarkdown: boolean;
  blocks: Block[];
  links: Map<string, DraftLink>;
  hidden: { start: number; end: number }[];
  unclosed: number | null;
}

const UNSEEN_CHARS = new RegExp(`[${UNSEEN}]`, "gu");
const LINK =
  /(?:https?:\/\/|(?<=["'=<]\s{0,2})\/\/(?=[a-z0-9])|www\.)[^\s<>"'`\u00AB\u00BB\u201C\u201D]{1,500}|\b[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?(?:\.[a-z0-9-]{1,60}){1,4}(?:\/[^\s<>"')\]]{0,300})?/giu;
/** Asked first: most paragraphs hold no address. */
const MAY_LINK = /\/\/|www|\w\.[a-z0-9-]/i;
const QUOTED =
  /"[^"]{1,400}"|\u201C[^\u201C\u201D]{1,400}\u201D|\u00AB[^\u00AB\u00BB]{1,400}\u00BB/gu;
/** "`99%` accurate" is read as it stands; commands and names of files are none of our words. */
const WORDS_ONLY = /^(?!.*\.\p{L})[\p{L}\p{N}\p{Sc} %,.'\u2019-]+$/u;
/** Endings of addresses that are no endings of files and no words after a full stop. */
const ENDING =
  /^(?:com|net|org|io|dev|app|ai|pt|eu|co|cloud|me|example|test|info|shop|store|xyz|online|site|tech|tools|page|blog|news|link|ly|gg|uk|de|es|fr|br|nl|ch|biz|studio|agency|digital|software|systems|social|finance)$/i;
const COMMENT = /<!--(?:-?>|[\s\S]*?(?:-->|$))/g;
/** The mark of a callout: `> [!NOTE]`. */
const CALLOUT = /^\[![A-Z]+\]/;
const FENCE = /^(`{3,}|~{3,})/;
/** Of marks that a parser pairs, or quotes it opens: beyond these it needs seconds. */
const PAIRED = /[*_[]|^[ \t]*>/gm;
const PAIRED_LIMIT = 1_200;
const EXTENSIONS = {
  // Underlined headings cost quadratic time, and are paragraphs to the rules.
  extensions: [gfmTable(), { disable: { null: ["setextUnderline"] } }],
  mdastExtensions: [gfmTableFromMarkdown()],
};

/** Of a text that no parser reads in bearable time all counts as shown; `usual` is the language of one that tells none. */
export function readDraft(text: string, channel: string, usual: Language = "en"): Prose {
  const source = withoutStackedMarks(text).replace(/^\uFEFF/, " ");
  const isMarkdown = channel !== "x";
  const reading: Reading = {
    ...{ source, isMarkdown, blocks: [], hidden: [] },
    ...{ links: new Map(), unclosed: null },
  };
  if (isReadable(source)) visit(fromMarkdown(source, EXTENSIONS), null, reading);
  else readLines(reading);
  const all = reading.blocks.flatMap(({ pieces }) => pieces.map((piece) => piece.text)).join(" ");
  const fallback = languageOf(all, usual);
  let heading = "";
  const sentences = reading.blocks.flatMap((block, paragraph) => {
    const found = sentencesOf(block, { paragraph, fallback, heading, links: reading.links });
    if (block.isHeading === true) heading = found.map(({ low }) => low).join(" ");
    return found;
  });
  const shown = blanked(source, reading.hidden);
  const links = [...reading.links.values()];
  return { sentences, links, shown, unclosed: reading.unclosed, language: fallback };
}

function isReadable(source: string): boolean {
  const isLong = source.length > PAGE_LIMIT_CHARS || isTooDeep(source);
  return !isLong && (source.match(PAIRED)?.length ?? 0) <= PAIRED_LIMIT;
}

/** Each line by itself, without the marks at its edges. */
function readLines({ source, blocks }: Reading): void {
  for (const [at, { text }] of splitLines(source).lines.entries()) {
    const plain = text.replaceAll(/[*_~`]|^\s*[>#|+-]+/g, " ");
    blocks.push({ isQuote: false, pieces: [{ text: plain, line: at + 1 }] });
  }
}

/** Blocks in order; `block` is the one that a node stands in, null above them. */
function visit(node: Nodes, block: Block | null, reading: Reading): void {
  const line = node.position?.start.line ?? 1;
  const inside = blockOf(node, block, reading);
  if (node.type === "text") {
    inside.pieces.push({ text: node.value.replace(CALLOUT, ""), line });
    addTags(node.value, line, reading.blocks);
  } else if (node.type === "break") inside.pieces.push({ text: " ", line });
  else if (node.type === "code" || node.type === "html" || node.type === "inlineCode") {
    addRaw(node, inside, reading);
  }
  if (node.type === "image") inside.pieces.push({ text: ` ${node.alt ?? ""} `, line });
  if ("children" in node) for (const child of node.children) visit(child, inside, reading);
  if (node.type === "tableCell") inside.pieces.push({ text: " | ", line });
  if (node.type !== "link" && node.type !== "image" && node.type !== "definition") return;
  addAddress(node.url, line, reading.links);
  // The title of a link or picture: words of their own.
  if (node.title) reading.blocks.push({ ...inside, pieces: [{ text: node.title, line }] });
}

/** A hashtag claims as much as its words do, and is read as such beside the text. */
const TAG = /(?<![\p{L}\p{N}&])#(\p{L}[\p{L}\p{N}_]{3,60})/gu;
const WORD_EDGE = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu}{3})(?=\p{Ll}{3})|_/gu;

function addTags(text: string, line: number, blocks: Block[]): void {
  for (const [, tag = ""] of text.matchAll(TAG)) {
    const words = tag.replaceAll(WORD_EDGE, " ");
    if (!words.includes(" ")) continue;
    blocks.push({ isQuote: false, isTag: true, pieces: [{ text: words, line }] });
  }
}

const OWN_BLOCK = new Set(["paragraph", "heading", "tableRow"]);

function blockOf(node: Nodes, block: Block | null, { blocks }: Reading): Block {
  const isQuote = block?.isQuote === true || node.type === "blockquote";
  const isRaw = node.type === "code" || node.type === "html";
  const isInText = block !== null && block.pieces !== NO_PIECES;
  if (!OWN_BLOCK.has(node.type) && !(isRaw && !isInText)) {
    return isInText ? block : { isQuote, pieces: NO_PIECES };
  }
  const own: Block = { isQuote, pieces: [], isHeading: node.type === "heading" };
  blocks.push(own);
  return own;
}

/** Of lists, tables and quotes, whose words are those of the blocks in them. */
const NO_PIECES: Block["pieces"] = [];

/** Code and HTML: on x all of it is text; elsewhere code and comments are not shown, and tags are marks. */
function addRaw(
  node: Extract<Nodes, { type: "code" | "html" | "inlineCode" }>,
  { pieces }: Block,
  reading: Reading,
): void {
  const { source, isMarkdown, hidden } = reading;
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? 0;
  const written = source.slice(start, end);
  const line = node.position?.start.line ?? 1;
  const fence = node.type === "code" ? FENCE.exec(written)?.[1] : undefined;
  let text = node.type === "html" ? written : node.value;
  if (isMarkdown && node.type !== "html") {
    hidden.push({ start, end });
    const tail = written.slice(fence?.length).trimEnd();
    const isOpen = fence !== undefined && !(tail.includes("\n") && tail.endsWith(fence));
    if (isOpen && source.slice(end).trim() === "") reading.unclosed ??= line;
    if (node.type === "code" || !WORDS_ONLY.test(text)) text = " ";
  } else if (isMarkdown) {
    for (const { index, 0: comment } of written.matchAll(COMMENT)) {
      const to = start + index + comment.length;
      hidden.push({ start: start + index, end: to });
      if (!comment.endsWith(">") && source.slice(to).trim() === "") reading.unclosed ??= line;
    }
    text = text.replaceAll(COMMENT, (comment) => comment.replaceAll(/[^\n]/g, ""));
  }
  if (node.type === "html") {
    for (const { 0: url } of text.matchAll(LINK)) addAddress(url, line, reading.links);
    text = text.replaceAll(/<\/?[a-z][^<>]{0,300}>/gi, "");
  }
  pieces.push({ text, line: fence === undefined ? line : line + 1 });
}

function blanked(source: string, hidden: Reading["hidden"]): string {
  let shown = "";
  let from = 0;
  for (const { start, end } of hidden.toSorted((a, b) => a.start - b.start)) {
    if (start < from) continue;
    shown += source.slice(from, start) + source.slice(start, end).replaceAll(/[^\r\n]/g, " ");
    from = end;
  }
  return shown + source.slice(from);
}

function sentencesOf(
  { isQuote, isTag = false, pieces }: Block,
  {
    links,
    fallback,
    ...place
  }: { paragraph: number; heading: string; fallback: Language } & Pick<Reading, "links">,
): Sentence[] {
  const { text: joined, lineAt } = joinPieces(pieces);
  if (!/[\p{L}\p{N}]/u.test(joined)) return [];
  // As many characters, so that a place in the one is the same place in the other.
  const bare = MAY_LINK.test(joined)
    ? joined.replaceAll(LINK, (found: string, at: number) => {
        const length = addAddress(found, lineAt(at), links);
        return "_".repeat(length) + found.slice(length);
      })
    : joined;
  const language = languageOf(bare, fallback);
  return [...cutSentences(bare)].flatMap(({ from, to }) => {
    const segment = bare.slice(from, to);
    const text = segment.trim();
    if (!/[\p{L}\p{N}]/u.test(text)) return [];
    const quoted = [...text.matchAll(QUOTED)].map((q) => ({
      from: q.index,
      to: q.index + q[0].length,
    }));
    const sentence: Sentence = {
      ...{ text, isQuote, isTag, quoted, language, ...place },
      low: lowered(text),
      line: lineAt(from + segment.length - segment.trimStart().length),
      written: joined.slice(from, to).trim(),
      isQuestion: /\?["'\u201D\u00BB)*_]*$/.test(text),
    };
    return [sentence];
  });
}

/** The pieces on one line, and on which line a place of it is; places must be asked for in order. */
function joinPieces(pieces: Block["pieces"]): { text: string; lineAt(place: number): number } {
  const starts: { from: number; line: number }[] = [];
  let joined = "";
  for (const piece of pieces) {
    const lines = piece.text
      .normalize("NFC")
      .replaceAll(UNSEEN_CHARS, "")
      .split(/\r\n|\n|\r/);
    for (const [at, text] of lines.entries()) {
      if (at > 0) joined += " ";
      starts.push({ from: joined.length, line: piece.line + at });
      joined += text;
    }
  }
  let cursor = 0;
  const lineAt = (place: number) => {
    if (place < (starts[cursor]?.from ?? 0)) cursor = 0;
    while ((starts[cursor + 1]?.from ?? Number.POSITIVE_INFINITY) <= place) cursor += 1;
    return starts[cursor]?.line ?? 1;
  };
  return { text: joined, lineAt };
}

/** Notes what is an address; how long it is without the punctuation around it, 0 when it is none. */
function addAddress(found: string, line: number, links: Reading["links"]): number {
  const url = found.replace(/[.,;:!?)\]}'*_]+$/u, "");
  // `e.g`, `v1.2`, `3.5`, `Node.js` and `drafts.md` are words.
  const ending = (url.split("/")[0] ?? "").split(".").at(-1) ?? "";
  if (!/^(?:https?:\/\/|\/\/|www\.)/i.test(url) && !ENDING.test(ending)) return 0;
  links.set(`${line} ${url}`, { line, url });
  return url.length;
}

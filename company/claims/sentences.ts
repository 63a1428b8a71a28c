/** A draft as sentences with their lines: code is left out, and what is quoted is marked. */
import { splitLines } from "../board/lines.ts";
import { shownText } from "../markdown/unshown.ts";
import { withoutStackedMarks } from "../stacked-marks.ts";
import { UNSEEN } from "../unseen.ts";
import { type Language, languageOf } from "./language.ts";
import { lowered } from "./match.ts";

export interface Sentence {
  /** 1-based line on which it begins. */
  line: number;
  /** On one line; code and links are blanked, quoted words stand in `quoted`. */
  text: string;
  /** `text` in lower case with plain apostrophes; the places are the same. */
  low: string;
  /** The text as it was written, on one line. */
  written: string;
  /** The whole sentence is somebody else's: a block quote. */
  isQuote: boolean;
  /** `[from, to)` of words in quotation marks, in `text`. */
  quoted: readonly { from: number; to: number }[];
  isQuestion: boolean;
  language: Language;
  /** Sentences of the same paragraph have the same number. */
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
  /** 1-based line of a code block or comment that never ends and hides the rest; null: none. */
  unclosed: number | null;
}

interface Block {
  kind: "text" | "quote";
  /** The words of each line and where the line is. */
  lines: { text: string; line: number }[];
}

/** Longer than any sentence of a person; a text without full stops must not cost more. */
const LONGEST_SENTENCE = 1_500;
const UNSEEN_CHARS = new RegExp(`[${UNSEEN}]`, "gu");
const LINK =
  /(?:https?:\/\/|(?<=[("'=<]\s{0,2})\/\/(?=[a-z0-9])|www\.)[^\s<>"'`\u00AB\u00BB\u201C\u201D]{1,500}|\b[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?(?:\.[a-z0-9-]{1,60}){1,4}(?:\/[^\s<>"')\]]{0,300})?/giu;
const QUOTED =
  /"[^"]{1,400}"|\u201C[^\u201C\u201D]{1,400}\u201D|\u00AB[^\u00AB\u00BB]{1,400}\u00BB/gu;
const FURTHER_END = /([\p{L}\p{N}%]{1,40})([.!?\u2026]{1,3}["')\]\u201D\u00BB]{0,2})\s+(?=\S)/gu;
const ABBREVIATIONS = new Set(
  "no nos art nr fig vs etc eg ie approx ca min max dr mr mrs sr sra prof pág vol cap ex aprox".split(
    " ",
  ),
);
// Only from the first of its backticks: from each of a run of 200 kB it took 38 seconds.
const CODE_SPAN = /(?<!`)(`+)(?!`)([^`]{1,500})\1(?!`)/g;
/** "`99%` accurate" is read as it stands; commands and names of files are none of our words. */
const WORDS_ONLY = /^(?!.*\.\p{L})[\p{L}\p{N}\p{Sc} %,.'\u2019-]+$/u;
/** Endings of addresses that are no endings of files and no words after a full stop. */
const ENDING =
  /^(?:com|net|org|io|dev|app|ai|pt|eu|co|cloud|me|example|test|info|shop|store|xyz|online|site|tech|tools|page|blog|news|link|ly|gg|uk|de|es|fr|br|nl|ch|biz|studio|agency|digital|software|systems|social|finance)$/i;
/** One sentence for sure: asking costs a third of the check of a text that is a list of words. */
const WITHOUT_END = /^[\p{L}\p{N} ]*$/u;
const SEGMENTERS = new Map<Language, Intl.Segmenter>();

/**
 * The sentences and addresses of a draft. Where the channel shows Markdown, code blocks and comments
 * are left out; X shows a text as it is, so nothing is left out there.
 */
export function readProse(text: string, channel: string): Prose {
  const clean = withoutStackedMarks(text).normalize("NFC").replaceAll(UNSEEN_CHARS, "");
  const isMarkdown = channel !== "x";
  const shown = isMarkdown ? shownText(clean) : { text: clean, unclosed: null };
  const prose: Prose = { sentences: [], links: [], unclosed: shown.unclosed };
  const blocks = blocksOf(shown.text);
  const all = blocks.flatMap(({ lines }) => lines.map((line) => line.text)).join(" ");
  const fallback = languageOf(all);
  for (const [paragraph, block] of blocks.entries()) {
    addBlock(prose, block, { paragraph, fallback, isMarkdown });
  }
  return prose;
}

/** Paragraphs, list items, headings and table rows. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const [at, { text: raw }] of splitLines(text).lines.entries()) {
    const line = lineOf(raw);
    if (line.words === "") {
      open = null;
      continue;
    }
    if (open === null || line.starts || open.kind !== line.kind) {
      open = { kind: line.kind, lines: [] };
      blocks.push(open);
    }
    open.lines.push({ text: line.words, line: at + 1 });
    if (line.ends) open = null;
  }
  return blocks;
}

/** The words of a line without the marks of Markdown, and whether a paragraph starts or ends there. */
function lineOf(raw: string): {
  words: string;
  kind: Block["kind"];
  starts: boolean;
  ends: boolean;
} {
  let rest = raw.trim();
  const isQuote = rest.startsWith(">");
  rest = rest.replace(/^(?:>[ \t]?)+/, "");
  const heading = /^#{1,6}[ \t]+/.exec(rest);
  const item = /^(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/.exec(rest);
  const isRow = rest.startsWith("|");
  const isRule = /^(?:[-*_=][ \t]*){3,}$/.test(rest) || /^\|?[-:| \t]+\|[-:| \t]*$/.test(rest);
  const words = isRule ? "" : rest.slice((heading ?? item)?.[0].length ?? 0).replaceAll("|", " | ");
  const alone = heading !== null || isRow;
  return {
    words: words.trim(),
    kind: isQuote ? "quote" : "text",
    starts: alone || item !== null,
    ends: alone,
  };
}

function addBlock(
  prose: Prose,
  block: Block,
  {
    paragraph,
    fallback,
    isMarkdown,
  }: { paragraph: number; fallback: Language; isMarkdown: boolean },
): void {
  const starts: { from: number; line: number }[] = [];
  let joined = "";
  for (const { text, line } of block.lines) {
    if (joined !== "") joined += " ";
    starts.push({ from: joined.length, line });
    joined += text;
  }
  let cursor = 0;
  const lineAt = (offset: number) => {
    while ((starts[cursor + 1]?.from ?? Number.POSITIVE_INFINITY) <= offset) cursor += 1;
    return starts[cursor]?.line ?? 1;
  };
  const plain = isMarkdown ? withoutCode(joined) : joined;
  for (const match of plain.matchAll(LINK)) {
    const url = trimLink(match[0]);
    if (url !== null) prose.links.push({ line: lineAt(match.index), url });
  }
  cursor = 0;
  const language = languageOf(plain, fallback);
  const isQuote = block.kind === "quote";
  // The same number of characters, so that a place in the one is the same place in the other.
  const bare = plain.replaceAll(LINK, (link) => {
    const length = trimLink(link)?.length ?? 0;
    return "_".repeat(length) + link.slice(length);
  });
  for (const { index, segment } of sentencesIn(bare, language)) {
    const written = joined.slice(index, index + segment.length).trim();
    const text = segment.trim();
    if (!/[\p{L}\p{N}]/u.test(text)) continue;
    const line = lineAt(index + segment.length - segment.trimStart().length);
    const quoted = [...text.matchAll(QUOTED)].map((q) => ({
      from: q.index,
      to: q.index + q[0].length,
    }));
    const isQuestion = /\?["'\u201D\u00BB)*_]*$/.test(text);
    prose.sentences.push({
      low: lowered(text),
      line,
      text,
      written,
      isQuote,
      quoted,
      isQuestion,
      language,
      paragraph,
    });
  }
}

/** Code spans as spaces, emphasis marks gone, links of Markdown as their text and address. */
function withoutCode(text: string): string {
  return text
    .replaceAll(CODE_SPAN, (span: string, _marks: string, code: string) =>
      WORDS_ONLY.test(code) ? span.replaceAll("`", " ") : " ".repeat(span.length),
    )
    .replaceAll(/[*~]{1,3}/g, (mark) => " ".repeat(mark.length));
}

/** An address without the punctuation of the sentence around it; null when it is none. */
function trimLink(found: string): string | null {
  const url = found.replace(/[.,;:!?)\]}'*_]+$/u, "");
  // A link of Markdown or HTML may leave the protocol out.
  if (/^(?:https?:\/\/|\/\/|www\.)/i.test(url)) return url;
  // `e.g`, `v1.2`, `3.5`, `Node.js` and `drafts.md` are words.
  const host = url.split("/")[0] ?? "";
  const ending = host.split(".").at(-1) ?? "";
  return ENDING.test(ending) ? url : null;
}

function* sentencesIn(
  text: string,
  language: Language,
): Generator<{ index: number; segment: string }> {
  if (WITHOUT_END.test(text)) {
    yield* shortened({ index: 0, segment: text });
    return;
  }
  let segmenter = SEGMENTERS.get(language);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
    SEGMENTERS.set(language, segmenter);
  }
  for (const { index, segment } of segmenter.segment(text)) {
    for (const part of parted(index, segment)) yield* shortened(part);
  }
}

/** The standard rules see no end before a digit or a small letter: "with 99% accuracy. 52 shops". */
function* parted(index: number, segment: string): Generator<{ index: number; segment: string }> {
  let from = 0;
  for (const match of segment.matchAll(FURTHER_END)) {
    const word = (match[1] ?? "").toLowerCase();
    const isShort =
      match[2]?.startsWith(".") === true && (word.length < 2 || ABBREVIATIONS.has(word));
    if (isShort) continue;
    const to = match.index + match[0].length;
    yield { index: index + from, segment: segment.slice(from, to) };
    from = to;
  }
  if (from < segment.length) yield { index: index + from, segment: segment.slice(from) };
}

function* shortened({
  index,
  segment,
}: {
  index: number;
  segment: string;
}): Generator<{ index: number; segment: string }> {
  for (let from = 0; from < segment.length; ) {
    const rest = segment.slice(from, from + LONGEST_SENTENCE);
    const space = rest.lastIndexOf(" ");
    const isLast = from + rest.length >= segment.length;
    const length = isLast || space < LONGEST_SENTENCE / 2 ? rest.length : space;
    yield { index: index + from, segment: segment.slice(from, from + length) };
    from += length;
  }
}

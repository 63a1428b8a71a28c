/**
 * What a reader of a Markdown text does not read as text: fenced code and comments. A parser tells where
 * they are: a fence ends with its list or quotation, a comment in a paragraph ends with it, and one in
 * backticks is none. To take for hidden what is shown would let it through unread.
 */
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { isTooDeep, PAGE_LIMIT_CHARS } from "./page.ts";

/** Only where code and comments are matters here; escapes and code spans decide that too. */
const WITHOUT_SPANS = {
  disable: {
    null: [
      "attention",
      "autolink",
      "characterReference",
      "definition",
      "hardBreakEscape",
      "labelEnd",
      "labelStartImage",
      "labelStartLink",
      // Costs quadratic time, and hides nothing.
      "setextUnderline",
    ],
  },
};
const MAY_HIDE = /`{3}|~{3}|<!--/;
const FENCE = /^(`{3,}|~{3,})/;

export interface ShownText {
  /** As long as the text, line for line; blanks stand for what is not shown. */
  text: string;
  /** 1-based line of a fence or comment that never ends and takes the rest along; null: none. */
  unclosed: number | null;
}

// Two rules ask for the same text one after the other.
let last: { text: string; shown: ShownText } | null = null;

/** Of a text too long or too deeply nested for the parser everything counts as shown. */
export function shownText(text: string): ShownText {
  if (last?.text !== text) last = { text, shown: readShown(text) };
  return last.shown;
}

function readShown(text: string): ShownText {
  if (!MAY_HIDE.test(text) || text.length > PAGE_LIMIT_CHARS || isTooDeep(text)) {
    return { text, unclosed: null };
  }
  const source = text.replace(/^\uFEFF/, " ");
  const hidden = [...hiddenIn(fromMarkdown(source, { extensions: [WITHOUT_SPANS] }), source)];
  let shown = "";
  let from = 0;
  for (const { start, end } of hidden) {
    shown += source.slice(from, start) + source.slice(start, end).replaceAll(/[^\r\n]/g, " ");
    from = end;
  }
  const open = hidden.find(({ isOpen, end }) => isOpen && source.slice(end).trim() === "");
  return { text: shown + source.slice(from), unclosed: open?.line ?? null };
}

interface Hidden {
  start: number;
  end: number;
  /** 1-based. */
  line: number;
  isOpen: boolean;
}

function* hiddenIn(node: Nodes, source: string): Generator<Hidden> {
  if ("children" in node) for (const child of node.children) yield* hiddenIn(child, source);
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start === undefined || end === undefined) return;
  const written = source.slice(start, end);
  const line = node.position?.start.line ?? 1;
  if (node.type === "code") {
    const fence = FENCE.exec(written)?.[1];
    if (fence === undefined) return;
    const tail = written.slice(fence.length).trimEnd();
    yield { start, end, line, isOpen: !(tail.includes("\n") && tail.endsWith(fence)) };
  } else if (node.type === "html") {
    for (const { index, 0: comment } of written.matchAll(/<!--(?:-?>|[\s\S]*?(?:-->|$))/g)) {
      const isOpen = !comment.endsWith(">");
      yield { start: start + index, end: start + index + comment.length, line, isOpen };
    }
  }
}

/** Where sentences begin and end. */

/** Longer than any sentence of a person; a text without full stops must not cost more. */
const LONGEST = 1_500;
/** Whether or not a capital follows: "with 99% accuracy. 52 shops". */
const END = /[.!?\u2026]{1,4}["')\]\u201D\u00BB]{0,2}\s+/gu;
const ABBREVIATIONS = new Set(
  "no nos art nr fig vs etc eg ie approx ca min max dr dra mr mrs ms st sr sra prof pág vol cap ex aprox inc ltd lda av tel".split(
    " ",
  ),
);

/** `[from, to)` of each sentence of a paragraph; together they cover it. */
export function* cutSentences(text: string): Generator<{ from: number; to: number }> {
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(END)) {
    const to = index + mark.length;
    if (to - from < LONGEST && !isEnd(text, index, mark)) continue;
    yield* shortened(text, from, to);
    from = to;
  }
  if (from < text.length) yield* shortened(text, from, text.length);
}

function isEnd(text: string, at: number, mark: string): boolean {
  // "Is it?" she asked; and … so on.
  if (/^[!?]+["'\u201D\u00BB]|^(?:\u2026|\.{3})/u.test(mark)) {
    return !/^\p{Ll}/u.test(text.slice(at + mark.length, at + mark.length + 2));
  }
  if (!mark.startsWith(".")) return true;
  const word = /[\p{L}.]+$/u.exec(text.slice(Math.max(0, at - 12), at))?.[0] ?? "";
  // "J. Lima" and "e.g." go on; "so do I" does not.
  if (/^(?:\p{L}\.)*\p{L}$/u.test(word) && word !== "I") return false;
  return !ABBREVIATIONS.has(word.toLowerCase());
}

function* shortened(
  text: string,
  start: number,
  end: number,
): Generator<{ from: number; to: number }> {
  for (let from = start; from < end; ) {
    const rest = text.slice(from, Math.min(end, from + LONGEST));
    const space = rest.lastIndexOf(" ");
    const isLast = from + rest.length >= end;
    const to = from + (isLast || space < LONGEST / 2 ? rest.length : space);
    yield { from, to };
    from = to;
  }
}

/** White space, control characters, and those that turn the direction of the text around. */
const UNSEEN = /[\s\p{Cc}\u200B\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * The text on one line without control characters, cut to `limit` characters with an ellipsis.
 * Titles, memory and drafts are written by machines and by hand; a plan shows their head, and a
 * line break in one of them must not look like a line of the plan.
 */
export function clip(text: string, limit: number): string {
  // Four times the limit is enough to find `limit` characters after white space is folded.
  const line = text
    .slice(0, limit * 4)
    .replaceAll(UNSEEN, " ")
    .trim();
  if (line.length <= limit) return line;
  const head = line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${head.trimEnd()}…`;
}

/** The same, cut between words where the last one is not most of the text. */
export function clipWords(text: string, limit: number): string {
  const cut = clip(text, limit);
  if (!cut.endsWith("…") || cut === clip(text, limit * 2)) return cut;
  const at = cut.lastIndexOf(" ");
  return at > limit / 2 ? `${cut.slice(0, at)}…` : cut;
}

/**
 * The text of one table cell, in three forms: as it stands between the pipes of a row, as a cell
 * (trimmed, with `\|` read as `|`; what `findTable` gives and edits take), and as what it means
 * (a code span without its backticks, escapes resolved).
 */

/** The cell that stands in a row as `source`. */
export function decodeCell(source: string): string {
  return source.replaceAll(/\\([\\|])/g, (pair, char) => (char === "|" ? "|" : pair)).trim();
}

/**
 * A cell as it must stand in a row: on one line, with its pipes escaped. A pipe that is escaped
 * already stays as it is.
 */
export function encodeCell(cell: string): string {
  return cell
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim()
    .replaceAll(/\\[\\|]|\|/g, (match) => (match === "|" ? "\\|" : match));
}

const CODE_SPAN = /^(`+)(?!`)(.*[^`])\1$/s;
const ESCAPED = /(`+)(?!`)(.*?)(?<!`)\1(?!`)|\\[!-/:-@[-`{-~]/gs;

/** What a reader sees: `` `30 8 * * 1-5` `` gives `30 8 * * 1-5`, `a\*b` gives `a*b`. */
export function plainText(cell: string): string {
  const span = CODE_SPAN.exec(cell);
  if (span !== null && !span[2]?.includes(span[1] ?? "`")) return (span[2] ?? "").trim();
  // A code span is matched as a whole, so that the backslashes in it stay.
  return cell.replaceAll(ESCAPED, (match) => (match.startsWith("\\") ? match.slice(1) : match));
}

/** A cell that means exactly `text`, whatever Markdown would make of it. */
export function literalCell(text: string): string {
  return text.replaceAll(/[\\`|]/g, "\\$&");
}

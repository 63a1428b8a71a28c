/** A phrase of FTS5. */
export function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

/** Fits an 80-column terminal with room for a scroll bar. */
const WIDTH = 78;

/**
 * A list item or paragraph broken between words at `width` columns, later lines under the first
 * word. `lead` is the bullet, number or white space in front. A word that is longer stays whole.
 */
export function wrap(lead: string, text: string, width: number = WIDTH): string[] {
  const indent = " ".repeat(lead.length);
  const lines: string[] = [];
  let line = lead;
  let columns = lead.length;
  for (const word of text.split(" ").filter(Boolean)) {
    const wide = [...word].length;
    const isFirst = columns === lead.length;
    if (!isFirst && columns + 1 + wide > width) {
      lines.push(line);
      line = indent + word;
      columns = indent.length + wide;
    } else {
      line += isFirst ? word : ` ${word}`;
      columns += wide + (isFirst ? 0 : 1);
    }
  }
  return [...lines, line.trimEnd()];
}

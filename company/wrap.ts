import measuredColumns from "fast-string-width";

/** Fits an 80-column terminal with room for a scroll bar. */
const WIDTH = 78;

export interface WrapForm {
  /** Columns of a terminal: a letter of Chinese takes two, a combining mark none. */
  width?: number | undefined;
  /** What later lines begin with; by default white space as wide as `lead`. */
  under?: string;
  /** Whether a word wider than a line is broken; else it stays whole and runs over the edge. */
  breakWords?: boolean;
}

/**
 * A list item or paragraph broken between words, later lines under the first word. `lead` is the
 * bullet, number or white space in front.
 */
export function wrap(lead: string, text: string, form: WrapForm = {}): string[] {
  const { width = WIDTH, breakWords = false } = form;
  const under = form.under ?? " ".repeat(columnsOf(lead));
  const lines: string[] = [];
  let line = lead;
  let columns = columnsOf(lead);
  let isFirst = true;
  const turn = () => {
    lines.push(line);
    line = under;
    columns = columnsOf(under);
    isFirst = true;
  };
  for (const word of text.split(" ").filter(Boolean)) {
    let rest = word;
    let wide = columnsOf(rest);
    if (!isFirst && columns + 1 + wide > width) turn();
    while (breakWords && isFirst && columns + wide > width) {
      const head = headOf(rest, width - columns);
      line += head;
      rest = rest.slice(head.length);
      wide = columnsOf(rest);
      turn();
    }
    line += isFirst ? rest : ` ${rest}`;
    columns += wide + (isFirst ? 0 : 1);
    isFirst = false;
  }
  return [...lines, line.trimEnd()];
}

/**
 * Western letters, dashes, quotes, signs of money and arrows take a column each. What measures all the rest takes
 * 10 ms to make its tables, as long as a tenth of a plan.
 */
const WESTERN = /^[\x20-\x7e\xa0-\u02af\u2010-\u2027\u20a0-\u20bf\u2190-\u2199]*$/;

/** The columns that a text takes in a terminal. */
export function columnsOf(text: string): number {
  return WESTERN.test(text) ? text.length : measuredColumns(text);
}

/** The letters that fit into so many columns, at least one. */
function headOf(word: string, columns: number): string {
  let head = "";
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (head !== "" && columnsOf(head + segment) > columns) break;
    head += segment;
  }
  return head;
}

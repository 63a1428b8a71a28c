/** A Markdown page as its headings and tables. */

export interface MarkdownTable {
  columns: string[];
  rows: MarkdownRow[];
  /** 1-based lines of the head and of the last row (of the line of dashes when there is no row). */
  start: number;
  end: number;
}

export interface MarkdownRow {
  /** 1-based. */
  line: number;
  /** As many as the row has: fewer or more than columns when the row is malformed. */
  cells: string[];
}

export interface MarkdownSection {
  /** The heading's text, without marks. */
  heading: string;
  depth: number;
  /** 1-based line of the heading. */
  line: number;
  /** The tables up to the next heading of the same or a higher level. */
  tables: MarkdownTable[];
  /** 1-based lines that look like table rows and belong to no table. */
  strayRows: number[];
}

export interface MarkdownPage {
  /** In the order of the page; one of a lower level is also part of the one above it. */
  sections: MarkdownSection[];
  /** A fence or comment that hides the rest of the page: 1-based line where it begins. */
  unclosed: { what: "code fence" | "HTML comment"; line: number } | null;
}

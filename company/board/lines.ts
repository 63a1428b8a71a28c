/**
 * A text as lines that remember their own ending, so that an edit can put every byte it did not
 * touch back where it was: CRLF, LF, mixed, with or without a byte order mark or a final newline.
 */
export interface TextLine {
  text: string;
  /** `\n`, `\r\n`, `\r`, or empty at the end of a file without a final newline. */
  end: string;
}

export interface TextLines {
  /** The byte order mark, or empty. */
  mark: string;
  lines: TextLine[];
}

const MARK = "\uFEFF";

/** The lines of `text`; `joinLines` gives the same text back, byte for byte. */
export function splitLines(text: string): TextLines {
  const mark = text.startsWith(MARK) ? MARK : "";
  const lines: TextLine[] = [];
  const ending = /\r\n|\n|\r/g;
  let start = mark.length;
  for (let match = ending.exec(text); match !== null; match = ending.exec(text)) {
    lines.push({ text: text.slice(start, match.index), end: match[0] });
    start = ending.lastIndex;
  }
  if (start < text.length) lines.push({ text: text.slice(start), end: "" });
  return { mark, lines };
}

/** The text again. A line that is no longer the last one gets an ending if it had none. */
export function joinLines({ mark, lines }: TextLines, before: TextLines): string {
  const end = lineEnding(before);
  const hadFinalEnd = before.lines.length === 0 || before.lines.at(-1)?.end !== "";
  const last = lines.length - 1;
  const body = lines.map((line, at) => {
    if (at === last) return line.text + (hadFinalEnd ? line.end || end : "");
    return line.text + (line.end || end);
  });
  return mark + body.join("");
}

/** The ending that new lines take: that of the first line, `\n` in an empty file. */
export function lineEnding({ lines }: TextLines): string {
  return lines[0]?.end || "\n";
}

export function isBlank(line: TextLine | undefined): boolean {
  return line === undefined || /^[ \t]*$/.test(line.text);
}

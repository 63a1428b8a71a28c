/**
 * Lines of a stream of bytes. Node's own readline also breaks at U+2028 and U+2029, which JSON may hold
 * as they are, and an event of the client is a line of up to some megabytes.
 */

/** What is longer is left out: a line of it would fill the memory before it says anything. */
const LINE_BYTES = 64 * 1024 * 1024;
const NEW_LINE = 10;

export interface LineSplitter {
  /** The lines that are whole with these bytes. */
  push(bytes: Buffer): string[];
  /** What stands after the last line break. */
  rest(): string;
}

export function createLineSplitter(limitBytes = LINE_BYTES): LineSplitter {
  let pieces: Buffer[] = [];
  let size = 0;
  let isTooLong = false;
  const keep = (bytes: Buffer) => {
    size += bytes.length;
    if (size > limitBytes) {
      isTooLong = true;
      pieces = [];
    }
    if (!isTooLong) pieces.push(bytes);
  };
  const take = () => {
    const line = isTooLong ? "" : Buffer.concat(pieces).toString("utf8");
    pieces = [];
    size = 0;
    isTooLong = false;
    return line;
  };
  return {
    push: (bytes) => {
      const lines: string[] = [];
      let from = 0;
      for (;;) {
        const at = bytes.indexOf(NEW_LINE, from);
        if (at === -1) break;
        keep(bytes.subarray(from, at));
        lines.push(take());
        from = at + 1;
      }
      if (from < bytes.length) keep(bytes.subarray(from));
      return lines;
    },
    rest: take,
  };
}

/** What could be saved from a line that is no JSON as a whole. */
export interface Salvaged {
  records: { text: string; value: unknown }[];
  /** The text between, before and after the records, to the byte; none is only white space. */
  rest: string[];
  /** Characters looked at. */
  scanned: number;
}

/**
 * Finds whole records in a damaged line: two records without a line break between them, a record
 * after the torn end of another. A record is a JSON object whose "type" is "entity" or "relation";
 * anything less sure stays in `rest`. Looks at no more than `budget` characters, because a line of
 * ten million braces would otherwise take the square of that.
 */
export function salvage(line: string, budget: number): Salvaged {
  const found: Salvaged = { records: [], rest: [], scanned: 0 };
  let taken = 0;
  for (let at = line.indexOf("{"); at !== -1 && found.scanned < budget; ) {
    const end = objectEnd(line, at, found);
    const record = end === -1 ? undefined : asRecord(line.slice(at, end));
    if (record === undefined) {
      at = line.indexOf("{", at + 1);
      continue;
    }
    addRest(line.slice(taken, at), found);
    found.records.push(record);
    taken = end;
    at = line.indexOf("{", end);
  }
  addRest(line.slice(taken), found);
  return found;
}

/**
 * Index behind the bracket that closes the one at `start`, minding strings; -1 when none does within
 * the budget of characters, or a string is broken by the end of its line, which no JSON is.
 */
export function objectEnd(
  line: string,
  start: number,
  work: { scanned: number; budget?: number },
): number {
  let depth = 0;
  let inString = false;
  const stop = Math.min(line.length, start + (work.budget ?? line.length));
  for (let at = start; at < stop; at++) {
    work.scanned++;
    const char = line.charCodeAt(at);
    if (inString) {
      if (char === BACKSLASH) at++;
      else if (char === QUOTE) inString = false;
      else if (char === NEWLINE) return -1;
    } else if (char === QUOTE) inString = true;
    else if (char === OPEN || char === OPEN_LIST) depth++;
    else if ((char === CLOSE || char === CLOSE_LIST) && --depth === 0) return at + 1;
  }
  return -1;
}

const BACKSLASH = 92;
const QUOTE = 34;
const OPEN = 123;
const CLOSE = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const NEWLINE = 10;

function asRecord(text: string): { text: string; value: unknown } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const type = (value as { type?: unknown }).type;
  return type === "entity" || type === "relation" ? { text, value } : undefined;
}

function addRest(text: string, found: Salvaged): void {
  if (text.trim() !== "") found.rest.push(text);
}

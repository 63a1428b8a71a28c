import { isUtf8 } from "node:buffer";
import { graphPieces } from "./forms/graph-document.ts";
import { isFields } from "./forms/graph-record.ts";
import { emptySnapshot, isConflictMark, type Snapshot } from "./jsonl.ts";
import { SALVAGE_CHARS, SPREAD_CHARS } from "./limits.ts";
import { objectEnd, salvage } from "./salvage.ts";
import { type Taking, takeValue } from "./take-value.ts";

/**
 * Reads the bytes of a memory: a record on each line, as the reference server and we write it, or
 * what formatters and other programs make of that (objects over several lines, documents, lists).
 * Never throws: what is no record comes back in `setAside`, repeated records are merged
 * (observations in order, the first type stays). `lenient`, for an import, also takes what may be a
 * record only by its looks; the memory's own file is no place for guesses.
 */
export function parseSnapshot(bytes: Uint8Array, { lenient = false } = {}): Snapshot {
  const snapshot = emptySnapshot();
  const into: Parsing = {
    snapshot,
    how: lenient ? "lenient" : "strict",
    records: 0,
    salvageChars: SALVAGE_CHARS,
    spreadChars: SPREAD_CHARS,
  };
  const text = decodeWhole(bytes);
  if (text === null) parseByLine(bytes, into);
  else {
    if (!isUtf8(bytes)) snapshot.needsRewrite = true;
    snapshot.hasConflict = hasConflict(text);
    parseText(text, into);
  }
  if (snapshot.setAside.some(({ place }) => place === undefined)) snapshot.needsRewrite = true;
  return snapshot;
}

interface Parsing extends Taking {
  /** What is left of the work that damaged lines may cost. */
  salvageChars: number;
  /** The same for values that go over several lines. */
  spreadChars: number;
}

/** A loop over indexOf keeps one line at a time alive instead of an array of all of them. */
function parseText(text: string, into: Parsing): void {
  let line = 1;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const raw = text.slice(start, end);
    const isRead = parseLine(raw, line, into);
    const spread = isRead ? null : spreadValue(text, start, into);
    if (spread !== null) {
      takeValue({ ...spread, line }, into);
      line += spread.lines;
      start = spread.end;
      continue;
    }
    if (!isRead) takeDamaged(raw, line, into);
    start = end + 1;
    line += 1;
  }
}

/** The file as one text: UTF-8, or UTF-16 with a byte order mark; null when it is neither. */
function decodeWhole(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(bytes)) return buffer.toString("utf8");
  if (buffer.length % 2 === 1) return null;
  const mark = buffer.length >= 2 ? buffer.readUInt16BE(0) : 0;
  if (mark !== 0xfffe && mark !== 0xfeff) return null;
  const text = new TextDecoder(mark === 0xfffe ? "utf-16le" : "utf-16be").decode(bytes);
  return text.includes("\ufffd") ? null : text;
}

function parseByLine(bytes: Uint8Array, into: Parsing): void {
  const { setAside } = into.snapshot;
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    const part = bytes.subarray(start, end);
    start = end + 1;
    if (isUtf8(part)) {
      takeLine(Buffer.from(part).toString("utf8"), line, into);
      continue;
    }
    // The record is saved in the likeliest reading, and the bytes are kept, for that is a guess.
    setAside.push({ line, reason: "not UTF-8; read as Latin-1 where it is not", bytes: part });
    const before = setAside.length;
    takeLine(decodeMixed(part), line, into);
    setAside.length = before;
  }
}

function takeLine(raw: string, line: number, into: Parsing): void {
  if (!parseLine(raw, line, into)) takeDamaged(raw, line, into);
}

const UTF8_SEQUENCE =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/g;

/** Bytes in two encodings at once: whole UTF-8 sequences as such, every other byte as Latin-1. */
function decodeMixed(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(UTF8_SEQUENCE, (sequence) => Buffer.from(sequence, "latin1").toString("utf8"));
}

/** Whether the marks of an unfinished merge stand in it, in their order: one alone may be a text. */
function hasConflict(text: string): boolean {
  let from = 0;
  for (const mark of [/^<{7}(?: |\r?$)/m, /^={7}(?: |\r?$)/m, /^>{7}(?: |\r?$)/m]) {
    const at = text.slice(from).search(mark);
    if (at === -1) return false;
    from += at;
  }
  return true;
}

interface SpreadValue {
  value: unknown;
  text: string;
  /** Line breaks in it. */
  lines: number;
  /** Index at which the reading goes on. */
  end: number;
  isWholeFile: boolean;
}

/** A JSON value that goes over several lines, as a formatter writes it; null when there is none. */
function spreadValue(text: string, start: number, into: Parsing): SpreadValue | null {
  const work = { scanned: 0, budget: into.spreadChars };
  let open = start;
  while (/\s|\ufeff/.test(text.charAt(open))) open += 1;
  if (!"{[".includes(text.charAt(open)) || open >= text.length) return null;
  const end = objectEnd(text, open, work);
  into.spreadChars -= work.scanned;
  if (end === -1) return null;
  const whole = text.slice(open, end);
  const lines = whole.split("\n").length - 1;
  if (lines === 0) return null;
  let value: unknown;
  try {
    value = JSON.parse(whole);
  } catch {
    // Brackets that happen to match, in a damaged file.
    return null;
  }
  if (swallowsRecords(value, whole)) return null;
  // A comma between two of them, or the break after the last, is part of the form.
  const gap = /^[ \t\r]*,?[ \t\r]*\n?/.exec(text.slice(end, end + GAP_CHARS))?.[0] ?? "";
  const isWholeFile = text.slice(0, open).trim() === "" && text.slice(end).trim() === "";
  const passed = gap.endsWith("\n") ? lines + 1 : lines;
  return { value, text: whole, lines: passed, end: end + gap.length, isWholeFile };
}

const GAP_CHARS = 100;

/** A torn line and a stray bracket may make one value of the whole records between them. */
function swallowsRecords(value: unknown, text: string): boolean {
  if (!isFields(value) || graphPieces(value, "strict") !== null) return false;
  return text
    .split("\n")
    .slice(1)
    .some((line) => /^\s*\{.*"type"/.test(line) && isRecordLine(line.trim().replace(/,$/, "")));
}

function isRecordLine(line: string): boolean {
  try {
    const { type } = JSON.parse(line) as { type?: unknown };
    return type === "entity" || type === "relation";
  } catch {
    return false;
  }
}

/** False for a line that is no JSON. */
function parseLine(raw: string, line: number, into: Parsing): boolean {
  // trim() takes the carriage return of CRLF and a byte order mark too.
  const text = raw.trim();
  if (text === "") return true;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  noteSpace(raw, text, into);
  takeValue({ value, text, line }, into);
  return true;
}

/** Other readers take only JSON's own white space around a record. */
function noteSpace(raw: string, text: string, into: Parsing): void {
  if (text.length !== lengthWithoutJsonSpace(raw)) into.snapshot.needsRewrite = true;
}

function takeDamaged(raw: string, line: number, into: Parsing): void {
  noteSpace(raw, raw.trim(), into);
  // The marks of a merge say nothing of their own; both sides are between them.
  if (into.snapshot.hasConflict && isConflictMark(raw)) {
    into.snapshot.needsRewrite = true;
    into.snapshot.marks += 1;
  } else salvageLine(raw, line, into);
}

/** Counted by hand: a pattern would try every space of a line of ten million. */
function lengthWithoutJsonSpace(raw: string): number {
  const isSpace = (at: number) => " \t\r".includes(raw.charAt(at)) && at < raw.length;
  let start = 0;
  let end = raw.length;
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  return end - start;
}

function salvageLine(raw: string, line: number, into: Parsing): void {
  const { snapshot } = into;
  const found = salvage(raw, Math.min(into.salvageChars, SALVAGE_CHARS));
  into.salvageChars -= found.scanned;
  for (const piece of found.records)
    takeValue({ value: piece.value, text: piece.text, line }, into);
  const reason = found.records.length > 0 ? "what was left beside whole records" : "not JSON";
  for (const rest of found.rest) {
    snapshot.setAside.push({ line, reason, bytes: Buffer.from(rest) });
  }
  snapshot.needsRewrite = true;
}

/**
 * How long an answer may be. VS Code hands the model nothing of a tool result over 8,192 characters,
 * Copilot CLI nothing over 20,480 for text and structured content together: the model gets the path of
 * a file that it may have no tool to open. Counted in bytes of UTF-8, which are never fewer.
 */
export const ANSWER_BYTES = 7_500;

/** The shortest form that a text is cut to; a record has a fixed number of fields, so that this ends. */
const LEAST_CHARS = 12;
const MOST_CHARS = 800;
const STEP = 0.8;
/** Of a list inside a record one item stays for so many characters that a text may keep. */
const CHARS_PER_ITEM = 8;

/** UTF-8 bytes of the compact JSON, which is what a client hands on. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "", "utf8");
}

/**
 * The record itself when its JSON fits; else with its longest texts shortened, each with an ellipsis,
 * and the heads of its longest lists, until it does. No field is left out.
 */
export function shortened<T>(record: T, limitBytes: number): T {
  let fitting = record;
  for (let chars = MOST_CHARS; bytesOf(fitting) > limitBytes; chars = Math.floor(chars * STEP)) {
    fitting = withShortTexts(record, Math.max(chars, LEAST_CHARS)) as T;
    if (chars <= LEAST_CHARS) break;
  }
  return fitting;
}

function withShortTexts(value: unknown, chars: number): unknown {
  if (typeof value === "string") {
    return value.length <= chars ? value : `${value.slice(0, chars - 1).toWellFormed()}…`;
  }
  if (Array.isArray(value)) {
    const kept = value.slice(0, Math.max(1, Math.floor(chars / CHARS_PER_ITEM)));
    return kept.map((item) => withShortTexts(item, chars));
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withShortTexts(inner, chars)]),
  );
}

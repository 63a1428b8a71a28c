/** Why an operation failed. Callers and tests look at the code, people and models at the sentence. */
export type HqErrorCode =
  /** An argument or option that the caller can correct. Exit code 2. */
  | "usage"
  /** No folder upward of the given one holds a constitution. */
  | "no-company"
  /** A file that is needed is not there. */
  | "not-found"
  /** A file of the company can be read but does not mean what it must. */
  | "invalid-file"
  /** A file is larger than its limit, is not UTF-8 text, or is not a file. */
  | "unreadable-file"
  /** The disk refused a write; nothing was changed. */
  | "write-failed"
  /** The company is not in the state that the command needs (not initialised, already there). */
  | "wrong-state"
  /** A cap of the table Budgets has no room for what was to be run; nothing was started. */
  | "over-budget"
  /** The memory could not be opened, read or written. */
  | "memory"
  /** A three-way merge left conflicts for the founder. */
  | "conflict";

export interface HqErrorOptions {
  /** What to do next, one sentence. */
  hint?: string;
  cause?: unknown;
}

/** An operating error: something outside the program that the reader can act on. Never a bug. */
export class HqError extends Error {
  readonly code: HqErrorCode;
  readonly hint: string | undefined;

  constructor(code: HqErrorCode, message: string, options: HqErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "HqError";
    this.code = code;
    this.hint = options.hint;
  }
}

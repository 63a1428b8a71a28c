/** Why the ledger could not do something. Nothing was written, whatever the code. */
export type LedgerErrorCode =
  /** Another process held the write lock for longer than we wait. */
  | "busy"
  /** The disk or the database is full. */
  | "disk-full"
  /** The place cannot be written. */
  | "read-only"
  /** The file is no database, or a damaged one. */
  | "damaged"
  /** A newer version made the database; it was not touched. */
  | "newer-format"
  /** The file cannot be opened or written for another reason. */
  | "failed"
  /** The ledger was used after it was closed. */
  | "closed";

/** An operating error of the ledger, in the shape of the company's own errors. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode;
  readonly hint: string | undefined;

  constructor(
    code: LedgerErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LedgerError";
    this.code = code;
    this.hint = options.hint;
  }
}

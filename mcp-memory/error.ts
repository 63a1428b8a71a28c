/** Why a memory operation failed. Callers and tests look at the code, people and models at the sentence. */
export type MemoryErrorCode =
  /** The arguments break a rule of the graph or a limit; nothing was changed. */
  | "invalid"
  /** An observation or a relation names an entity that is not there; nothing was changed. */
  | "not-found"
  /** The text holds a password, a key or the like; nothing was changed. */
  | "secret"
  /** The text is a transcript, a log or a file, which belong in files; nothing was changed. */
  | "dump"
  /** The constitution lets only others write this type, or it is another agent's note; nothing was changed. */
  | "not-yours"
  /** Another process held the write lock for longer than the bounded wait; nothing was changed. */
  | "busy"
  /** The disk has no room, or the memory reached its size limit; nothing was changed. */
  | "disk-full"
  /** The memory lies in a place that cannot be written, or its file is no memory; reads are served. */
  | "read-only"
  /** The disk refused for another reason; nothing was changed. */
  | "write-failed"
  /** graph.db was made by a newer version; it was not touched. */
  | "newer-format"
  /** A file cannot be read at all (not a file, too large, no permission). */
  | "unreadable"
  /** The store was closed. */
  | "closed";

export interface MemoryErrorOptions {
  /** What to do next, one sentence. */
  hint?: string;
  cause?: unknown;
}

/** An operating error: something outside the program that the reader can act on. Never a bug. */
export class MemoryError extends Error {
  readonly code: MemoryErrorCode;
  readonly hint: string | undefined;

  constructor(code: MemoryErrorCode, message: string, options: MemoryErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "MemoryError";
    this.code = code;
    this.hint = options.hint;
  }
}

/** The sentence for a person or a model: what failed, then what to do next. */
export function memoryErrorSentence(error: MemoryError): string {
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}

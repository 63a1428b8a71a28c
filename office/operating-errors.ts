/** Errors that whoever called can act on, whichever room they come from. */
import { HqError } from "../company/error.ts";
import { LedgerError } from "../ledger/error.ts";
import { MemoryError, memoryErrorSentence } from "../mcp-memory/error.ts";

/** What went wrong and what to do next; null for anything else, which is a bug. */
export function operatingErrorSentence(error: unknown): string | null {
  if (error instanceof MemoryError) return memoryErrorSentence(error);
  if (error instanceof HqError || error instanceof LedgerError) {
    return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  }
  return null;
}

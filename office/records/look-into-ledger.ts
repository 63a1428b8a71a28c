/** The company's ledger for commands that only look: they make no file where there is none. */
import { existsSync } from "node:fs";
import path from "node:path";
import { LedgerError } from "../../ledger/error.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { isLedgerLost, LEDGER_FILE, openLedger } from "../../ledger/open.ts";

/**
 * What the body gives, or `nothing` when nothing was recorded yet.
 * @throws LedgerError also when what was recorded has been deleted
 */
export async function lookIntoLedger<T>(
  root: string,
  nothing: T,
  body: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const file = path.join(root, LEDGER_FILE);
  if (isLedgerLost(file)) {
    throw new LedgerError(
      "failed",
      `Cannot read the record of reviews: ${LEDGER_FILE} was deleted, expected the one that was there. Nothing was changed.`,
      { hint: "Restore it from a backup; hq doctor says what to do without one." },
    );
  }
  if (!existsSync(file)) return nothing;
  const ledger = await openLedger({ file });
  try {
    return await body(ledger);
  } finally {
    await ledger.close();
  }
}

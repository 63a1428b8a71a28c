/** The company's ledger for commands that only look: they make no file where there is none. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Ledger } from "../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../ledger/open.ts";

/** What the body gives, or `nothing` when nothing was recorded yet. */
export async function lookIntoLedger<T>(
  root: string,
  nothing: T,
  body: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const file = path.join(root, LEDGER_FILE);
  if (!existsSync(file)) return nothing;
  const ledger = await openLedger({ file });
  try {
    return await body(ledger);
  } finally {
    await ledger.close();
  }
}

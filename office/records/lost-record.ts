/** A record of reviews that somebody deleted: whoever relies on it is told. */
import path from "node:path";
import type { Ledger } from "../../ledger/ledger.ts";
import { isLedgerLost, LEDGER_FILE, LEDGER_SUBJECT } from "../../ledger/open.ts";

/** While posts may wait that were blocked in the record that is gone. */
const LOSS_TOLD_MS = 30 * 86_400_000;

/**
 * A sentence when the record of reviews was deleted; none otherwise.
 * @throws LedgerError
 */
export async function lostRecord({
  ledger,
  root,
  now,
}: {
  /** null when there is none. */
  ledger: Ledger | null;
  root: string;
  now: Date;
}): Promise<string[]> {
  const unknown = "a BLOCKING given before is not known any more. Tell the founder.";
  if (ledger === null) {
    const isLost = isLedgerLost(path.join(root, LEDGER_FILE));
    return isLost ? [`The record of reviews, ${LEDGER_FILE}, was deleted: ${unknown}`] : [];
  }
  const events = await ledger.read((tables) => tables.events.ofSubjects([LEDGER_SUBJECT]));
  const last = events.at(-1);
  if (last === undefined || now.getTime() - Date.parse(last.at) > LOSS_TOLD_MS) return [];
  const day = last.at.slice(0, 10);
  return [`The record of reviews was deleted, and begun anew on ${day}: ${unknown}`];
}

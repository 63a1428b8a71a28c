/** A provider of models that is left alone is asked again at once: its key, its bill or its name was mended. */
import path from "node:path";
import { FOUNDER } from "../company/constitution/sections.ts";
import { LEDGER_FILE, openLedger } from "../ledger/open.ts";

/**
 * Whether it was left alone until now.
 * @throws LedgerError
 */
export async function askAgain(
  { root, now }: { root: string; now: Date },
  provider: string,
): Promise<boolean> {
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    return await ledger.write(async ({ providers, events }) => {
      const wasAlone = await providers.dropBreaker(provider);
      if (!wasAlone) return false;
      const about = { who: FOUNDER, subject: provider, hash: null, detail: null };
      await events.add({ at: now.toISOString(), what: "provider.asked-again", ...about });
      return true;
    });
  } finally {
    await ledger.close();
  }
}

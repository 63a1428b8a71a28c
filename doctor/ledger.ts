/** Whether the record of reviews can be opened, seen without changing it. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Finding } from "../company/finding.ts";
import { errorAt } from "../company/kit/findings.ts";
import { inspectLedger, isLedgerLost, LEDGER_FILE } from "../ledger/open.ts";

/** A company that has recorded nothing yet is in order; so is one whose ledger is in use. */
export async function checkLedger(root: string): Promise<Finding[]> {
  const file = path.join(root, LEDGER_FILE);
  if (isLedgerLost(file)) return [lost()];
  if (!existsSync(file)) return [];
  const error = inspectLedger(file);
  if (error === null || error.code === "busy") return [];
  const isNewer = error.code === "newer-format";
  return [
    errorAt(LEDGER_FILE, 0, {
      what: isNewer
        ? "a ledger that a newer Solo HQ made"
        : `a ledger that cannot be opened (${error.code})`,
      expected: "the record of reviews, in this version's form",
      fix: isNewer
        ? "Upgrade Solo HQ here; nothing was touched. Until then no review can be asked for."
        : (error.hint ?? error.message),
    }),
  ];
}

function lost(): Finding {
  return errorAt(LEDGER_FILE, 0, {
    what: "a record of reviews that was deleted",
    expected: "the database that was there",
    fix: "Restore it from a backup. Without one the next review begins it anew, and says so in the audit: have drafts that wait reviewed again, because a BLOCKING given before is not known any more.",
  });
}

/** What the founder read again, on the disk beside the packs. */
import path from "node:path";
import { HqError } from "../company/error.ts";
import {
  addRenewal,
  NO_RENEWALS,
  printRenewals,
  type Renewals,
  readRenewals,
} from "../company/pack/renewals.ts";
import { withLock } from "./lock.ts";
import { renewalsFile } from "./packs.ts";
import { readText, writeText } from "./text.ts";

/**
 * Adds rows to the renewals of a pack; each takes the place of an earlier one of its row. Gives the file's path.
 * @throws HqError `invalid-file` when the file that is there is not what we write; nothing is changed then.
 */
export async function writeRenewals(root: string, code: string, added: Renewals): Promise<string> {
  const file = renewalsFile(code);
  await withLock(path.join(root, ".hq", "renewals.lock"), async () => {
    const text = await readText(path.join(root, file));
    const known = text === null ? null : readRenewals({ path: file, text });
    const [wrong] = known?.findings ?? [];
    if (wrong !== undefined) {
      throw new HqError(
        "invalid-file",
        `Cannot write ${file}: ${wrong.what}, expected ${wrong.expected}. ${wrong.fix}`,
      );
    }
    const rows = [...added.facts, ...added.law];
    const whole = rows.reduce(addRenewal, known?.renewals ?? NO_RENEWALS);
    await writeText(path.join(root, file), printRenewals(whole));
  });
  return file;
}

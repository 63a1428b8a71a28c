/** Which machine the company runs by itself on: one, named in the constitution, with a record of its own. */

import path from "node:path";
import { setCompanyField } from "../company/constitution/edit.ts";
import { FOUNDER } from "../company/constitution/sections.ts";
import { HqError } from "../company/error.ts";
import { readConstitution } from "../files/company.ts";
import { withLock } from "../files/lock.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";
import { writeText } from "../files/text.ts";
import { LEDGER_FILE, openLedger } from "../ledger/open.ts";
import { BEGAN } from "./records/mark-names.ts";

const NAME_CHARS = 100;

export interface NamedRunner {
  machine: string;
  /** The machine that it was before. */
  before: string | null;
  /** Whether the record of due times began with this call, and nothing before is known. */
  begun: boolean;
}

/**
 * Names the machine at which this is called, and begins the record of due times there: from now on,
 * nothing is back-filled.
 * @throws HqError `usage` for a name that is none; LedgerError
 */
export async function nameRunner(
  { root, now }: { root: string; now: Date },
  machine: string,
): Promise<NamedRunner> {
  const name = machine.trim();
  if (name === "" || name.length > NAME_CHARS || /[\p{C}\s|]/u.test(name)) {
    throw new HqError(
      "usage",
      `Cannot name the machine ${JSON.stringify(name.slice(0, NAME_CHARS))}: expected a name of 1 to ${NAME_CHARS} characters without blanks.`,
      { hint: "Give it one with the environment variable HQ_MACHINE." },
    );
  }
  const before = await writeRunner(root, name);
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    const begun = await ledger.write(async ({ marks, events }) => {
      const isNew = (await marks.get(BEGAN)) === null;
      if (isNew) await marks.set(BEGAN, now.toISOString());
      await events.add({
        at: now.toISOString(),
        who: FOUNDER,
        what: "runner.named",
        subject: null,
        hash: null,
        detail: before === null || before === name ? name : `${name}, before ${before}`,
      });
      return isNew;
    });
    return { machine: name, before, begun };
  } finally {
    await ledger.close();
  }
}

/** The machine that stood there before. */
async function writeRunner(root: string, name: string): Promise<string | null> {
  return withLock(path.join(root, ".hq", "constitution.lock"), async () => {
    const { text, constitution } = await readConstitution(root);
    const before = constitution.company.runner;
    if (before !== name) {
      await writeText(path.join(root, CONSTITUTION_FILE), setCompanyField(text, "Runner", name));
    }
    return before;
  });
}

/** A record that was deleted: what may have gone out before is unknown, and is looked up. */
import type { Approval } from "../../company/posts/approval.ts";
import { LEDGER_SUBJECT } from "../../ledger/open.ts";
import { begin, change, type Due, type Publisher } from "./outbox-steps.ts";

const WHY = "the record of what went out was deleted";

/**
 * Whether the post was due before the record of this machine was begun anew, so that it may stand there
 * already: then it is unknown from now on, in one step, so that no crash makes it look new.
 */
export async function keepLost(
  { ledger, now }: Publisher,
  due: Due,
  { window }: Approval,
): Promise<boolean> {
  const at = now().toISOString();
  return ledger.write(async (tables) => {
    const begun = (await tables.events.ofSubjects([LEDGER_SUBJECT])).at(-1)?.at ?? null;
    if (begun === null || window.from >= begun) return false;
    if ((await tables.outbox.find(due.post.id)) !== null) return false;
    if ((await tables.outbox.withWords(due.account, due.words)) !== null) return false;
    const open = await begin(tables, due, at);
    const to = { ...open, state: "unknown", sentAt: window.from, why: WHY } as const;
    return change(tables, open, { to, step: "unknown", detail: WHY });
  });
}

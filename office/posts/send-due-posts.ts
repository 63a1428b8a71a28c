/** `sendPosts` on the company's own record, on the machine where the company runs. */
import path from "node:path";
import { HqError } from "../../company/error.ts";
import { readConstitution } from "../../files/company.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import { type SendSources, type SentPost, sendPosts } from "./send-posts.ts";

export interface SendHere extends Omit<SendSources, "ledger"> {
  /** The name of this machine. */
  machine: string;
}

/**
 * What came of each, and the fingerprint by which approvals were known; null where no key is set up.
 * @throws HqError `wrong-state` when the company runs on another machine: two records could each send a post.
 * LedgerError
 */
export async function sendDuePosts({
  machine,
  ...sources
}: SendHere): Promise<{ posts: SentPost[]; approvalKey: string | null }> {
  const { constitution } = await readConstitution(sources.root);
  const { runner, approvalKey } = constitution.company;
  if (runner !== null && runner !== machine) {
    throw new HqError(
      "wrong-state",
      `Cannot send posts here: the company runs on ${runner}, and this is ${machine}. Nothing was sent.`,
      { hint: "Commit and push your approval; the machine that runs the company sends it." },
    );
  }
  const ledger = await openLedger({ file: path.join(sources.root, LEDGER_FILE) });
  try {
    return { posts: await sendPosts({ ...sources, ledger }), approvalKey };
  } finally {
    await ledger.close();
  }
}

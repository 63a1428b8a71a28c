/** Posts that the founder approved and whose window has come, in each pass of the engine. */
import type { Ledger } from "../ledger/ledger.ts";
import { hasOpenApproval } from "../office/posts/open-approvals.ts";
import { holderHere, isGone } from "./holder.ts";
import type { EngineLog } from "./log.ts";

export interface PostSources {
  root: string;
  ledger: Ledger;
  now(): Date;
  machine: string;
  /** Credentials and addresses of channels; none when left out. */
  env?: Readonly<Record<string, string | undefined>>;
  log?: EngineLog;
}

/** @throws HqError, LedgerError */
export async function sendApproved(engine: PostSources): Promise<void> {
  const { root, ledger, machine, env = {}, log } = engine;
  if (!(await ledger.read((tables) => hasOpenApproval(root, tables)))) return;
  // Loaded when there is something to send: most passes find nothing to do, and are to be quick.
  const { sendPosts } = await import("../office/posts/send-posts.ts");
  const posts = await sendPosts({
    ...{ root, ledger, env, now: () => engine.now(), holder: holderHere(machine) },
    isGone: (holder) => isGone(holder, machine),
  });
  for (const { id, kind, why } of posts) {
    const level = kind === "posted" || kind === "waits" ? "info" : "warn";
    log?.write(level, `post ${kind}`, { post: id, why });
  }
}

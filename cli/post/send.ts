import type { Command } from "commander";
import { holderHere, isGone, machineName } from "../../engine/holder.ts";
import { requireRoot } from "../../files/root.ts";
import type { SentPost } from "../../office/posts/send-posts.ts";
import { requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, plain, printJson } from "../output.ts";

/** `hq post send`: exit code 1 when a post that was due did not go out. */
export function registerSend(post: Command, io: Io): void {
  addCommand(post, "send", "send what is approved and due now, each post once").action(
    async (options: CommonOptions) => {
      requireFounder(io, "send posts");
      const machine = machineName(io.env);
      const { sendDuePosts } = await import("../../office/posts/send-due-posts.ts");
      const { posts: sent, approvalKey } = await sendDuePosts({
        ...{ root: requireRoot(options.root, io.cwd), now: io.now, env: io.env, machine },
        holder: holderHere(machine),
        isGone: (holder) => isGone(holder, machine),
      });
      const isWell = sent.every(({ kind }) => kind === "posted" || kind === "waits");
      if (!isWell) io.setExitCode(1);
      if (options.json) {
        printJson(io, { ok: isWell, posts: sent, approvalKey });
        return;
      }
      for (const each of sent) io.stdout(lineOf(io, each));
      if (sent.length > 0 && approvalKey !== null)
        io.stdout(`Approvals by ${plain(approvalKey)}\n`);
      if (sent.length === 0) io.stdout("Nothing is due.\n");
    },
  );
}

function lineOf(io: Io, { id, kind, why, url }: SentPost): string {
  const where = url === null ? "" : ` ${url}`;
  const reason = why === null ? "" : `: ${why}`;
  const next =
    kind === "unknown"
      ? ` Look at its channel, then: hq post resolve ${id} --posted URL or --not-posted`
      : "";
  return broken(io, `${kind}${where}${reason}${next}`, `${id}  `);
}

import { isCancel, password } from "@clack/prompts";
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { protectApprovals } from "../../office/posts/protect-approvals.ts";
import { requireTerminal } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, sentences } from "../output.ts";

/** `hq approvals`: how the company knows that it was the founder who approved. */
export function registerApprovals(program: Command, io: Io): void {
  const approvals = program
    .command("approvals")
    .description("how it is known that you approved a post");
  addCommand(approvals, "protect", "make a key that only your passphrase opens, once").action(
    async (options: CommonOptions) => {
      requireTerminal(io, "protect approvals");
      const root = requireRoot(options.root, io.cwd);
      const first = await password({ message: "A passphrase, of 8 characters or more" });
      if (isCancel(first)) return left(io);
      const second = await password({ message: "The same again" });
      if (isCancel(second)) return left(io);
      if (first !== second) throw new HqError("usage", "Cannot protect approvals: the two differ.");
      const fingerprint = await protectApprovals(root, first);
      const where = "The key is in .hq/approval-key.json, and nowhere else: keep a copy of it.";
      io.stdout(sentences(io, `From now on approvals are signed with ${fingerprint}. ${where}`));
    },
  );
}

function left(io: Io): void {
  io.setExitCode(1);
  io.stdout("Nothing was changed.\n");
}

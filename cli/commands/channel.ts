import type { Command } from "commander";
import { requireRoot } from "../../files/root.ts";
import { listChannels, testChannel } from "../../office/posts/list-channels.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, plain, printJson } from "../output.ts";

/** `hq channel`: where posts go. Nothing is posted by it. */
export function registerChannel(program: Command, io: Io): void {
  const channel = program.command("channel").description("where posts go, and to which account");
  addCommand(
    channel,
    "list",
    "the channels of Marketing/sop.md, and what takes their posts",
  ).action(async (options: CommonOptions) => {
    const root = requireRoot(options.root, io.cwd);
    const channels = await listChannels({ root, env: io.env, now: io.now });
    if (options.json) {
      printJson(io, { ok: true, channels });
      return;
    }
    for (const { channel: name, goesTo, slots } of channels) {
      const where = goesTo === "folder" ? "Marketing/published (no account)" : goesTo;
      const when = slots.length === 0 ? "" : `, ${slots.join(", ")}`;
      io.stdout(broken(io, `${where}${when}`, `${plain(name).padEnd(12)}`));
    }
    if (channels.length === 0) io.stdout("No channel in Marketing/sop.md.\n");
  });
  addCommand(channel, "test", "to which account a channel would post, without posting")
    .argument("<name>", "x, dev.to, newsletter, …")
    .action(async (name: string, options: CommonOptions) => {
      const root = requireRoot(options.root, io.cwd);
      const {
        channel: tested,
        goesTo,
        found,
      } = await testChannel({ root, env: io.env, now: io.now }, name);
      const isWell = found.kind === "account";
      if (!isWell) io.setExitCode(1);
      if (options.json) printJson(io, { ok: isWell, channel: tested, goesTo, found });
      else if (isWell) io.stdout(broken(io, found.account, `${tested} would post to `));
      else io.stderr(broken(io, found.why, `${tested} cannot be reached: `));
    });
}

import type { Command } from "commander";
import { renderCheck } from "../../company/claims/render.ts";
import { requireRoot } from "../../files/root.ts";
import { type CheckedPost, checkPosts } from "../../office/posts/check-posts.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, plain, printJson, widthOf } from "../output.ts";

interface Options extends CommonOptions {
  channel?: string;
}

/** `hq post check`: exit code 1 when a post says what it may not, or its channel would refuse it. */
export function registerCheck(post: Command, io: Io): void {
  addCommand(post, "check", "what a post says, and whether its channel takes it so")
    .argument("[id]", "its id or the beginning of it (default: all that wait)")
    .option("--channel <name>", "x, dev.to, newsletter: only its posts")
    .action(async (id: string | undefined, options: Options) => {
      const root = requireRoot(options.root, io.cwd);
      const checked = await checkPosts({ root, now: io.now }, { id, channel: options.channel });
      if (!checked.ok) io.setExitCode(1);
      if (options.json) {
        printJson(io, checked);
        return;
      }
      for (const note of checked.notes) io.stderr(`${plain(note)}\n`);
      io.stdout(checked.posts.map((each) => linesOf(io, each)).join("\n"));
      if (checked.posts.length === 0) io.stdout("No post waits.\n");
    });
}

function linesOf(io: Io, { draft, problems }: CheckedPost): string {
  const found = plain(renderCheck({ ...draft, width: widthOf(io) }));
  const more = problems.map(({ severity, what }) => broken(io, what, `  ${severity}: `));
  return more.length === 0 ? found : `${found}  Its channel:\n${more.join("")}`;
}

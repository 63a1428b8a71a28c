import type { Command } from "commander";
import { dollars } from "../../company/posts/x-prices.ts";
import { requireRoot } from "../../files/root.ts";
import type { CountedChannel } from "../../office/posts/count-posts.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, printJson, sentences } from "../output.ts";
import { reachLines } from "../reach-lines.ts";

/** `hq post metrics`: exit code 1 when a channel could not be asked. */
export function registerMetrics(post: Command, io: Io): void {
  addCommand(
    post,
    "metrics",
    "what channels counted of the posts of four weeks, kept in memory",
  ).action(async (options: CommonOptions) => {
    const { countPosts } = await import("../../office/posts/count-posts.ts");
    const root = requireRoot(options.root, io.cwd);
    const { channels, reach } = await countPosts({ root, env: io.env, now: io.now });
    const isWell = channels.every(({ why }) => why === null);
    if (!isWell) io.setExitCode(1);
    if (options.json) {
      printJson(io, { ok: isWell, channels, reach });
      return;
    }
    for (const each of channels) io.stdout(broken(io, wordsOf(each), `${each.channel}: `));
    if (channels.length === 0) {
      io.stdout(sentences(io, "No post of the last four weeks went out from this machine."));
    }
    if (reach.length > 0) io.stdout(`\n${reachLines(io, reach)}`);
  });
}

function wordsOf({ kind, why, costMicroUsd }: CountedChannel): string {
  if (kind === "unreachable") return `cannot be asked: ${why ?? "nobody knows why"}`;
  if (kind === "today") return "was asked today already";
  if (kind === "none") return "counts nothing";
  return costMicroUsd === 0 ? "counted" : `counted, for ${dollars(costMicroUsd)}`;
}

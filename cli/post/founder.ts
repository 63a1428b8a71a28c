import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";

interface HoldOptions extends CommonOptions {
  why?: string;
  off?: boolean;
}

interface ResolveOptions extends CommonOptions {
  posted?: string;
  notPosted?: boolean;
}

/** What the founder does with an approved post besides approving it. */
export function registerFounder(post: Command, io: Io): void {
  addCommand(post, "unapprove", "take an approval back")
    .argument("<id>", "its id or the beginning of it")
    .action(async (id: string, options: CommonOptions) => {
      requireFounder(io, "take an approval back");
      const { unapprovePost } = await import("../../office/posts/unapprove-post.ts");
      const done = await unapprovePost(sourcesOf(io, options), id);
      const said = done.wasApproved
        ? `${done.id} is not approved any more.`
        : `${done.id} was not approved.`;
      const out = done.isOut
        ? " Parts of it went out already, or may have: look at its channel."
        : "";
      if (options.json) printJson(io, { ok: true, ...done });
      else io.stdout(sentences(io, `${said}${out}`));
    });
  addCommand(post, "hold", "keep a post from going out although it is approved")
    .argument("<id>", "its id or the beginning of it")
    .option("--why <text>", "the reason, which is told wherever it waits")
    .option("--off", "let it go again")
    .action(async (id: string, options: HoldOptions) => {
      requireFounder(io, "hold a post");
      const { why, off: isOff = false } = options;
      const { holdPost } = await import("../../office/posts/unapprove-post.ts");
      const done = await holdPost(sourcesOf(io, options), { id, why, isOff });
      const said = isOff
        ? "goes out by its approval again"
        : "is held: hq post hold ID --off lets it go";
      if (options.json) printJson(io, { ok: true, ...done });
      else io.stdout(sentences(io, `${done.id} ${said}.`));
    });
  addCommand(post, "resolve", "say what you saw of a post that may or may not stand there")
    .argument("<id>", "its whole id")
    .option("--posted <url>", "it stands there, at this address")
    .option("--not-posted", "it does not stand there: it goes out again within its window")
    .action((id: string, options: ResolveOptions) => resolve(io, id, options));
}

async function resolve(io: Io, id: string, options: ResolveOptions): Promise<void> {
  requireFounder(io, "say what stands on a channel");
  const { posted, notPosted = false } = options;
  if ((posted === undefined) === !notPosted) {
    throw new HqError(
      "usage",
      "Cannot resolve the post: expected either --posted URL or --not-posted.",
    );
  }
  const seen =
    posted === undefined
      ? ({ kind: "not-posted" } as const)
      : ({ kind: "posted", url: posted } as const);
  const { resolvePost } = await import("../../office/posts/resolve-post.ts");
  const record = await resolvePost(sourcesOf(io, options), { id, seen });
  const { state, part, parts } = record;
  if (options.json) printJson(io, { ok: true, id, state, part, parts });
  else io.stdout(sentences(io, `${id} is ${state}; ${part} of ${parts} parts stand there.`));
}

function sourcesOf(io: Io, { root }: CommonOptions) {
  return { root: requireRoot(root, io.cwd), now: io.now };
}

import type { Command } from "commander";
import { renderCheck } from "../../company/claims/render.ts";
import { findingSentence } from "../../company/finding.ts";
import type { CheckedDraft } from "../../office/check-draft.ts";
import { type CheckedFile, checkNamedDraft } from "../../office/check-draft-file.ts";
import { departmentId } from "../../office/people/departments.ts";
import type { Io } from "../context.ts";
import {
  addCommand,
  type CommonOptions,
  plain,
  printJson,
  sentences,
  together,
  widthOf,
} from "../output.ts";

interface Options extends CommonOptions {
  channel?: string;
  author?: string;
  all?: boolean;
}

/** `hq claims`: exit code 1 when a draft has a blocking finding or cannot be checked. */
export function registerClaims(program: Command, io: Io): void {
  const claims = program.command("claims").description("check what drafts say of the products");
  addCommand(claims, "check", "check a file of drafts post by post, or a plain text")
    .argument("<file>", "Marketing/drafts/week-YYYY-Www.md, one post of it (#ID), or a text")
    .option("--channel <name>", "x, dev.to, newsletter: only these posts, or where a text goes")
    .option("--author <id>", "the department that wrote it (default: marketing)")
    .option("--all", "posts that are posted or dropped too")
    .action((file: string, options: Options) => checkFile(io, file, options));
}

async function checkFile(io: Io, name: string, options: Options): Promise<void> {
  const { root: given, channel, author, all } = options;
  const place = { name, cwd: io.cwd, given };
  report(io, options, await checkNamedDraft(place, { now: io.now, channel, author, all }));
}

function report(io: Io, options: Options, checked: CheckedFile): void {
  const { ok, shown, drafts, skipped, findings, notes } = checked;
  if (!ok) io.setExitCode(1);
  if (options.json) {
    printJson(io, { ok, file: shown, posts: drafts, skipped, findings, notes });
    return;
  }
  for (const finding of findings) io.stderr(`${plain(findingSentence(finding))}\n`);
  for (const note of notes) io.stderr(`${plain(note)}\n`);
  const width = widthOf(io);
  io.stdout(plain(drafts.map((draft) => renderCheck({ ...draft, width })).join("\n")));
  if (drafts.length === 0) io.stdout("No draft to check.\n");
  if (skipped > 0) {
    const posts = skipped === 1 ? "1 other post" : `${skipped} other posts`;
    const why = "posted, dropped, or for another channel";
    io.stdout(`\n${sentences(io, `${posts} not checked: ${why}.`)}`);
  }
  if (drafts.some(lacksReview)) {
    const author = departmentId(options.author ?? "marketing");
    const agent = together(`copilot --agent ${author}`);
    const how = `request_review is a tool of the departments: have the author ask, in VS Code's chat or with ${agent}.`;
    io.stdout(`\n${sentences(io, how)}`);
  }
}

/** The way out of these names a tool that a person at a terminal does not have. */
function lacksReview({ check }: CheckedDraft): boolean {
  return (
    check.kind === "checked" &&
    check.findings.some(({ rule }) => rule === "missing-review" || rule === "review-blocking")
  );
}

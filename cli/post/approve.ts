import type { Command } from "commander";
import { windowText } from "../../company/posts/window.ts";
import { dollars } from "../../company/posts/x-prices.ts";
import { requireRoot } from "../../files/root.ts";
import type { ApprovalQuestion } from "../../office/posts/approve-post.ts";
import { requireTerminal } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, colors, plain, sentences } from "../output.ts";
import { seenBody } from "./preview.ts";

/** `hq post approve`: a question to a person, who answers in a terminal. There is no flag that answers it. */
export function registerApprove(post: Command, io: Io): void {
  addCommand(post, "approve", "your yes to one post: asks in a terminal, and works nowhere else")
    .argument("<id>", "its id or the beginning of it")
    .action((id: string, options: CommonOptions) => approve(io, id, options));
}

async function approve(io: Io, id: string, options: CommonOptions): Promise<void> {
  requireTerminal(io, "approve a post");
  // Loaded by whoever approves: the other commands of posts are to be quick.
  const { confirm, isCancel, password, text } = await import("@clack/prompts");
  const { approvePost, askToApprove } = await import("../../office/posts/approve-post.ts");
  const sources = { root: requireRoot(options.root, io.cwd), now: io.now, env: io.env };
  const question = await askToApprove(sources, id);
  io.stdout(questionLines(io, question));
  const { approvable, preview, textHash, fingerprint } = question;
  if (!approvable.ok) {
    io.setExitCode(1);
    io.stdout(sentences(io, "It cannot be approved so. Nothing was changed."));
    return;
  }
  const waived = new Map<string, string>();
  for (const { what, why } of approvable.waivable) {
    io.stdout(`\n${broken(io, why, "Missing: ")}`);
    const reason = await text({
      message: `Why does it go out without ${what}? (empty: it does not)`,
    });
    if (isCancel(reason) || !reason?.trim()) return nothing(io);
    waived.set(what, reason);
  }
  const yes = await confirm({ message: `Approve ${preview.id}?`, initialValue: false });
  if (isCancel(yes) || !yes) return nothing(io);
  const passphrase =
    fingerprint === null ? null : await password({ message: "Passphrase of the key" });
  if (isCancel(passphrase)) return nothing(io);
  const done = await approvePost(sources, preview.id, { waived, textHash, passphrase });
  io.stdout(sentences(io, `Approved. It stands in ${done.file}: commit it with the draft.`));
}

function nothing(io: Io): void {
  io.setExitCode(1);
  io.stdout("Nothing was approved.\n");
}

function questionLines(io: Io, question: ApprovalQuestion): string {
  const { preview, checked, approvable, goesTo, account, textHash, fingerprint, notes } = question;
  const { check, reviews } = checked;
  const { dim } = colors(io);
  const { window, timeZone, costMicroUsd } = preview;
  const findings = check.kind === "checked" ? check.findings : [];
  const facts = [
    ["Post", preview.id],
    ["Goes to", `${goesTo} (${account})`],
    ["Window", window === null ? "none" : windowText(window, timeZone)],
    ["Cost", dollars(costMicroUsd)],
    ["Bytes", `${textHash.slice(0, 16)}…`],
    [
      "Signed",
      fingerprint === null ? "no key is set up; it counts on this machine alone" : fingerprint,
    ],
  ] as const;
  return [
    ...facts.map(([name, value]) => broken(io, value, `${name}: `.padEnd(10))),
    `\n${seenBody(io, preview)}\n`,
    ...notes.map((note) => broken(io, note, "")),
    ...findings.map(({ severity, what }) => broken(io, what, `${severity}: `)),
    ...(reviews?.needed ?? []).map((need) => broken(io, standingOf(need), "review: ")),
    ...approvable.forbidden.map((what) => sentences(io, what, "forbidden: ")),
    dim(plain("")),
  ].join("");
}

function standingOf({
  reviewer,
  standing,
}: {
  reviewer: string;
  standing: { kind: string; verdict?: string };
}): string {
  if (standing.kind === "answered") return `${reviewer} ${standing.verdict ?? ""}`;
  return standing.kind === "founder" ? `${reviewer}: yours alone` : `${reviewer}: missing`;
}

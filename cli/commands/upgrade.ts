import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { type TakenRows, takeHandRows } from "../../office/packs/take-hand-rows.ts";
import { cloneSteps, mergeClone } from "../../setup/clone-upgrade.ts";
import { isClone } from "../../setup/kit-source.ts";
import { isUpToDate, type UpgradePlan } from "../../setup/plan-upgrade.ts";
import { runUpgrade, type UpgradeOutcome } from "../../setup/run-upgrade.ts";
import { requireFounder } from "../author-of.ts";
import { changeDiffs, changeList, changeRows } from "../change-list.ts";
import type { Io } from "../context.ts";
import {
  addCommand,
  asTyped,
  type CommonOptions,
  colors,
  plain,
  printJson,
  sentences,
  together,
} from "../output.ts";
import { packageRoot } from "../package-root.ts";
import { rowConflictLines } from "../row-conflicts.ts";

interface Options extends CommonOptions {
  dryRun?: boolean;
  merge?: string;
}

export function registerUpgrade(program: Command, io: Io): void {
  addCommand(program, "upgrade", "bring a company's copy of the kit to this version")
    .option("--dry-run", "show the changes and write nothing")
    .option("--merge <ref>", "in a clone: merge this version, keeping deleted what you deleted")
    .action(async (options: Options) => {
      if (options.merge !== undefined) return merge(io, options.merge, options);
      const outcome = await runUpgrade(options, { io, packageRoot: packageRoot() });
      if (outcome.kind === "clone") {
        // Git merged the pages of a clone: a row that the founder renewed in one stays the founder's.
        const taken = await takeHandRows(outcome.root, { dryRun: options.dryRun === true });
        return tellSteps(io, { root: outcome.root, taken, json: options.json === true });
      }
      if (options.json) printUpgradeJson(io, outcome);
      else printUpgrade(io, outcome);
      if (needsFounder(outcome)) io.setExitCode(1);
    });
}

/** In a clone git brings the new version: what to type, line by line. */
async function tellSteps(
  io: Io,
  { root, taken, json }: { root: string; taken: TakenRows; json: boolean },
): Promise<void> {
  const { commands, isAddressOpen } = await cloneSteps(root);
  const typed = commands.map((command) => asTyped(io, command));
  if (json) {
    printJson(io, { ok: true, kind: "clone", root, commands: typed, ...taken });
    return;
  }
  const head = `${plain(root)} is a clone of Solo HQ: git brings the new version. ${takenWords(taken)} ${
    typed.length === 0
      ? "But it is in no git repository, expected the one that git clone made."
      : "Type there:"
  }`;
  io.stdout(sentences(io, head));
  for (const command of typed) io.stdout(`  ${command}\n`);
  if (isAddressOpen) {
    io.stdout(sentences(io, "The address is the one from which you cloned Solo HQ."));
  }
}

async function merge(io: Io, ref: string, options: Options): Promise<void> {
  requireFounder(io, "bring a new version");
  const root = requireRoot(options.root, io.cwd);
  if (!(await isClone(root))) {
    throw new HqError(
      "usage",
      "Cannot merge a version: this company is no clone of Solo HQ, expected hq upgrade without --merge.",
    );
  }
  const merged = await mergeClone(root, ref);
  if (merged.kind === "conflicts") io.setExitCode(1);
  if (options.json) {
    printJson(io, { ok: merged.kind !== "conflicts", ...merged });
    return;
  }
  if (merged.kind === "up-to-date") {
    io.stdout(`Nothing new in ${plain(ref)}.\n`);
    return;
  }
  const { kept } = merged;
  if (kept.length > 0) {
    const list = [...new Set(kept.map(folderOf))].join(", ");
    io.stdout(
      sentences(io, plain(`What you had deleted stays deleted: ${kept.length} files in ${list}.`)),
    );
  }
  if (merged.kind === "merged") {
    io.stdout(sentences(io, plain(`Merged ${ref}. Next: npm ci`)));
    return;
  }
  io.stderr(sentences(io, "You and the new version changed the same lines. Decide in each file:"));
  for (const file of merged.files) io.stderr(`  ${plain(file)}\n`);
  io.stderr(
    sentences(
      io,
      "Then git add them, git commit and npm ci; or give it up with: git merge --abort",
    ),
  );
}

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "the company's folder";
}

function needsFounder(outcome: UpgradeOutcome): boolean {
  if (outcome.kind !== "planned" && outcome.kind !== "written") return false;
  const { conflicts, rowConflicts, waiting } = outcome.plan;
  return conflicts.length + rowConflicts.length + waiting.length > 0;
}

function printUpgradeJson(io: Io, outcome: UpgradeOutcome): void {
  if (outcome.kind !== "planned" && outcome.kind !== "written") {
    printJson(io, { ok: true, ...outcome });
    return;
  }
  const { kind, root, plan } = outcome;
  const { from, to, conflicts, rowConflicts, waiting, newDepartments, freed } = plan;
  const changes = changeRows(plan.changes);
  printJson(io, {
    ok: !needsFounder(outcome),
    kind,
    root,
    from,
    to,
    changes,
    conflicts,
    rowConflicts,
    waiting,
    newDepartments,
    freed,
  });
}

function printUpgrade(io: Io, outcome: Exclude<UpgradeOutcome, { kind: "clone" }>): void {
  switch (outcome.kind) {
    case "itself":
      io.stdout(
        `${sentences(
          io,
          `This is the company's own copy of the kit (${outcome.version}). Nothing was changed. Run the upgrade from a newer clone:`,
        )}  CLONE/bin/hq upgrade --root "${plain(outcome.root)}"\n`,
      );
      return;
    case "planned":
    case "written":
      printPlan(io, outcome.plan, outcome.kind === "planned");
  }
}

function takenWords({ taken, pages }: TakenRows): string {
  const words = [
    ...(taken.length === 0
      ? []
      : [`Facts that you renewed in a page are renewals of the pack now: ${taken.join(", ")}.`]),
    ...(pages.length === 0 ? [] : [`Pages that say what you renewed: ${pages.join(", ")}.`]),
  ];
  return words.length === 0 ? "Nothing was changed." : `${words.join(" ")} Commit them.`;
}

function printPlan(io: Io, plan: UpgradePlan, isDry: boolean): void {
  const versions = plan.from === plan.to ? `version ${plan.to}` : `${plan.from} to ${plan.to}`;
  if (isUpToDate(plan)) io.stdout(`The kit is up to date (${versions}). Nothing was changed.\n`);
  else io.stdout(`${isDry ? "Would upgrade" : "Upgraded"} the kit (${versions}):\n`);
  io.stdout(changeList(io, plan.changes));
  if (isDry) io.stdout(`\n${changeDiffs(plan.changes)}\nNothing was changed (--dry-run).\n`);
  if (plan.freed.length > 0) {
    const list = plan.freed.map(together).join(", ");
    const words = `No longer protected, as they are your product's own: ${list} (.vscode/mcp.json stays protected). To protect one again, put its row back into the table "Protected files".`;
    io.stdout(sentences(io, words));
  }
  for (const id of plan.newDepartments) {
    io.stdout(
      sentences(io, `New department ${id}: bring it on board with hq department add ${id}`),
    );
  }
  printConflicts(io, plan);
}

function printConflicts(io: Io, plan: UpgradePlan): void {
  const c = colors(io);
  for (const { path, proposal, regions } of plan.conflicts) {
    io.stderr(
      sentences(
        io,
        `Conflict in ${path}: you and this version changed the same lines. Your file was left as it is.`,
      ).replace("Conflict", c.red("Conflict")),
    );
    for (const { line, mine, theirs } of regions) {
      io.stderr(`  line ${line}\n`);
      for (const text of mine) io.stderr(c.red(`  - yours: ${plain(text)}\n`));
      for (const text of theirs) io.stderr(c.green(`  + new:   ${plain(text)}\n`));
    }
    io.stderr(
      sentences(io, `Both are in ${proposal}: take what you want, then delete that file.`, "  "),
    );
  }
  for (const line of rowConflictLines(plan.rowConflicts)) io.stderr(sentences(io, line));
  const shown = plan.conflicts.map(({ proposal }) => proposal);
  for (const proposal of plan.waiting.filter((path) => !shown.includes(path))) {
    io.stderr(
      sentences(
        io,
        `Still open from an earlier upgrade: ${proposal}. Take what you want, then delete that file.`,
      ),
    );
  }
}

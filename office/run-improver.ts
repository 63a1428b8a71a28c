/**
 * A pass of the Improver on one pattern: in a worktree of its own, so that nothing of the founder's files
 * changes, and a proposal at the end that stays within its limits. Nothing is put into force.
 */
import path from "node:path";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import type { Pattern } from "../company/lessons/patterns.ts";
import { passTask } from "../company/proposals/pass-task.ts";
import { readConstitution } from "../files/company.ts";
import { headNow } from "../files/proposal-git.ts";
import { addWorktree } from "../files/worktrees.ts";
import { findPatterns } from "./find-patterns.ts";
import { foldersOf } from "./people/writable-folders.ts";
import { findProposals, type Proposal } from "./proposals/find-proposals.ts";
import { newProposalId } from "./proposals/keep-proposal.ts";
import {
  clearAway,
  keepPass,
  openPasses,
  type Pass,
  type PassOutcome,
  settlePass,
  settlePasses,
  workplaceOf,
} from "./proposals/pass.ts";
import { IMPROVER } from "./report-gap.ts";
import { type RunWanted, runDepartment } from "./run-department.ts";
import { runToEnd } from "./run-to-end.ts";
import type { RunSources } from "./runs/leg.ts";

export interface ImproveWanted
  extends Omit<RunWanted, "agent" | "task" | "workplace" | "chain" | "parent"> {
  /** Its number in `hq improve`, from 1; the first that is open when left out. */
  pattern?: number | undefined;
  /** Only patterns with one of these lessons. */
  lessons?: readonly string[];
  /** Also what it hands over, until all has ended (default); else others carry that on. */
  follows?: boolean;
}

export interface ImproveReport {
  pattern: Pattern | null;
  outcome: PassOutcome;
  /** The run that was begun; null when there was nothing to do. */
  run: string | null;
}

/**
 * @throws HqError `usage` for no such pattern, `wrong-state` without git or a client, `over-budget`;
 * LedgerError, MemoryError
 */
export async function runImprover(
  sources: RunSources,
  { pattern: number, lessons, follows = true, ...wanted }: ImproveWanted,
): Promise<ImproveReport> {
  const { root, now } = sources;
  const { commit: base } = await headNow(root);
  await settlePasses(sources);
  const { patterns, today } = await findPatterns({ root, now: now() });
  const proposals = await findProposals(root);
  const pattern = await chosen({ root, proposals }, patterns, { number, lessons });
  if (pattern === null) {
    const why = "no pattern is open for which nothing is proposed yet";
    return { pattern, outcome: { kind: "nothing", why }, run: null };
  }
  const id = await newProposalId(root, { date: today, pattern: pattern.summary });
  const pass: Pass = {
    ...{ id, base, date: today, pattern: pattern.summary, kind: pattern.kind },
    ...{ lessons: pattern.lessons, holder: sources.holder },
  };
  await keepPass(root, pass);
  try {
    await addWorktree(root, path.join(root, workplaceOf(id)), base);
    const { constitution } = await readConstitution(root);
    const task = passTask(pattern, {
      folders: foldersOf(IMPROVER),
      today: dateIn(now(), constitution.company.timeZone),
      overstepped: proposals
        .filter(({ record }) => record.lessons.some((name) => pattern.lessons.includes(name)))
        .flatMap((each) => each.overstepped),
    });
    const begin = follows ? runToEnd : runDepartment;
    const { run } = await begin(sources, {
      ...wanted,
      agent: IMPROVER,
      task,
      workplace: workplaceOf(id),
    });
    const outcome = await settlePass(sources, pass, true);
    return { pattern, outcome: outcome ?? { kind: "under-way", run: run.id }, run: run.id };
  } catch (error) {
    const begun = await sources.ledger.read(({ runs }) => runs.ofWorkplace(workplaceOf(id)));
    if (begun.length === 0) await clearAway(root, id);
    throw error;
  }
}

async function chosen(
  { root, proposals }: { root: string; proposals: readonly Proposal[] },
  patterns: readonly Pattern[],
  { number, lessons }: { number: number | undefined; lessons: readonly string[] | undefined },
): Promise<Pattern | null> {
  if (number !== undefined) {
    const found = patterns[number - 1];
    if (found !== undefined) return found;
    throw new HqError(
      "usage",
      `Cannot take pattern ${number}: there are ${patterns.length}, expected one of their numbers.`,
      { hint: "See them with: hq improve --all" },
    );
  }
  const waiting = proposals.filter(({ state }) => state === "open");
  const underWay = (await openPasses(root)).flatMap((pass) => pass.lessons);
  const proposed = new Set([...waiting.flatMap(({ record }) => record.lessons), ...underWay]);
  const rejected = proposals.filter(({ state }) => state === "rejected");
  // What the founder said no to is tried anew when more has happened, or when the founder names it.
  const isRejected = (pattern: Pattern) =>
    rejected.some(({ record }) => pattern.lessons.every((name) => record.lessons.includes(name)));
  const open = patterns.find(
    (pattern) =>
      !pattern.isAnswered &&
      !isRejected(pattern) &&
      !pattern.lessons.some((name) => proposed.has(name)) &&
      (lessons === undefined || pattern.lessons.some((name) => lessons.includes(name))),
  );
  return open ?? null;
}

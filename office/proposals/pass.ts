/**
 * A pass of the Improver: a worktree, a run in it, and the proposal that came of it. What is under way stands
 * in a file beside the worktree, so that whoever comes after a crash collects what was made, or clears it away.
 */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CHANGE_KINDS } from "../../company/lessons/change.ts";
import { type ProposalRecord, patternLine } from "../../company/proposals/record.ts";
import { readResult } from "../../company/proposals/result.ts";
import { treeAt } from "../../files/proposal-git.ts";
import { readText, writeText } from "../../files/text.ts";
import { removeWorktree, treeOfWorktree } from "../../files/worktrees.ts";
import type { RunRecord } from "../../ledger/runs.ts";
import type { RunSources } from "../runs/leg.ts";
import { settleLostRuns } from "../runs/lost-runs.ts";
import { againstProposal } from "./against-proposal.ts";
import { findProposals } from "./find-proposals.ts";
import { keepProposal, keepRefused } from "./keep-proposal.ts";

const PASSES = path.join(".hq", "improve");

const passFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,100}$/),
  date: z.iso.date(),
  /** The commit that the worktree was made from. */
  base: z.string().regex(/^[0-9a-f]{40,64}$/),
  pattern: z.string(),
  kind: z.enum(CHANGE_KINDS),
  lessons: z.array(z.string()),
  /** The process that made it. */
  holder: z.string(),
});

export type Pass = z.infer<typeof passFile>;

export type PassSources = RunSources;

export type PassOutcome =
  | { kind: "proposed"; id: string }
  /** It changed nothing, or said nothing that can be judged; one sentence. */
  | { kind: "nothing"; why: string }
  /** It overstepped: why, a sentence each. */
  | { kind: "refused"; id: string; refusals: string[] }
  /** Its run goes on, or waits for others. */
  | { kind: "under-way"; run: string };

/** Where its files are, from the root. */
export function workplaceOf(id: string): string {
  return `.hq/improve/${id}`;
}

export async function keepPass(root: string, pass: Pass): Promise<void> {
  await writeText(path.join(root, PASSES, `${pass.id}.json`), `${JSON.stringify(pass)}\n`);
}

/** Those that are not cleared away, in the order of their ids. */
export async function openPasses(root: string): Promise<Pass[]> {
  const names = (await readdir(path.join(root, PASSES)).catch(() => [])).sort();
  const found: Pass[] = [];
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    const text = await readText(path.join(root, PASSES, name));
    const read = passFile.safeParse(text === null ? null : parsed(text));
    if (read.success) found.push(read.data);
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What came of the passes whose process is gone or whose run has ended; also worktrees without a pass. */
export async function settlePasses(sources: PassSources): Promise<PassOutcome[]> {
  const outcomes: PassOutcome[] = [];
  await settleLostRuns({ ...sources, ...sources.runtime });
  for (const pass of await openPasses(sources.root)) {
    const outcome = await settlePass(sources, pass, sources.isGone(pass.holder));
    if (outcome !== null) outcomes.push(outcome);
  }
  const known = new Set((await openPasses(sources.root)).map(({ id }) => id));
  const folders = await readdir(path.join(sources.root, PASSES)).catch(() => []);
  for (const name of folders.filter((each) => !each.endsWith(".json") && !known.has(each))) {
    const stray = path.join(sources.root, PASSES, name);
    if (name.endsWith(".index")) await rm(stray, { force: true });
    else await removeWorktree(sources.root, stray);
  }
  return outcomes;
}

/** null for one that another process has only begun. */
export async function settlePass(
  sources: PassSources,
  pass: Pass,
  isLeft: boolean,
): Promise<PassOutcome | null> {
  const { root, ledger } = sources;
  const [run] = await ledger.read(({ runs }) => runs.ofWorkplace(workplaceOf(pass.id)));
  if (run === undefined && !isLeft) return null;
  if (run?.endedAt === null) return { kind: "under-way", run: run.id };
  const outcome = run === undefined ? NEVER_BEGAN : await collect(sources, pass, run);
  await clearAway(root, pass.id);
  return outcome;
}

const NEVER_BEGAN: PassOutcome = { kind: "nothing", why: "its run never began" };

/** The worktree first: the file says that there may be one. */
export async function clearAway(root: string, id: string): Promise<void> {
  await removeWorktree(root, path.join(root, workplaceOf(id)));
  await rm(path.join(root, PASSES, `${id}.json`), { force: true });
}

async function collect(sources: PassSources, pass: Pass, run: RunRecord): Promise<PassOutcome> {
  const { root } = sources;
  if (run.state !== "done")
    return { kind: "nothing", why: `${run.id} ${run.state}: ${run.why ?? "no reason is known"}` };
  // Made before a crash, and perhaps decided since.
  const known = (await findProposals(root)).find(({ record }) => record.id === pass.id);
  if (known?.state === "refused")
    return { kind: "refused", id: pass.id, refusals: known.overstepped };
  if (known !== undefined) return { kind: "proposed", id: pass.id };
  const read = readResult(run.result ?? "");
  if (read.kind === "unclear") return { kind: "nothing", why: `${run.id}: ${read.why}` };
  const { id, date, base, pattern, kind, lessons } = pass;
  const index = path.join(root, PASSES, `${id}.index`);
  const tree = await treeOfWorktree(path.join(root, workplaceOf(id)), index);
  const { effect, check, suggests, operations } = read.result;
  const isSame = tree === (await treeAt(root, base));
  if (isSame && operations.length === 0 && suggests === null)
    return { kind: "nothing", why: `${run.id} changed nothing: ${effect}` };
  const record: ProposalRecord = {
    ...{ id, date, kind, lessons, effect, check, suggests, operations, run: run.id },
    pattern: patternLine(pattern),
  };
  const refusals = await againstProposal(sources, { base, tree, record });
  if (refusals.length > 0) {
    await keepRefused(root, { base, tree, record, refusals });
    return { kind: "refused", id, refusals };
  }
  await keepProposal(root, { base, tree, record });
  return { kind: "proposed", id };
}

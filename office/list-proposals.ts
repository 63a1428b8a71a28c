/** What the Improver proposed and what became of it. */

import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import type { CurationStep } from "../company/proposals/curation.ts";
import { type Reading, readingsOf } from "../company/proposals/readings.ts";
import type { EvalResults } from "../company/proposals/record.ts";
import { fitFor } from "../company/proposals/watch.ts";
import { textsBetween } from "../files/commit-texts.ts";
import { readConstitution } from "../files/company.ts";
import { diffBetween, headNow, parentOf } from "../files/proposal-git.ts";
import { findPatterns } from "./find-patterns.ts";
import { evaluateChange } from "./proposals/evaluate-change.ts";
import { findProposal, findProposals, type Proposal } from "./proposals/find-proposals.ts";
import { judgeChange, judgeOperations, refusalLines } from "./proposals/judge-proposal.ts";
import { deciding, type SettleSources, settleCutOff } from "./proposals/settle-proposals.ts";

/**
 * The newest first. What a decision left that was cut off is settled before.
 * @throws HqError `wrong-state` without git
 */
export async function listProposals(sources: SettleSources): Promise<Proposal[]> {
  const { root } = sources;
  await headNow(root);
  await deciding(root, () => settleCutOff(sources));
  return findProposals(root);
}

/** As they stand, without settling anything; none where the company is in no repository of its own. */
export async function knownProposals(root: string): Promise<Proposal[]> {
  try {
    await headNow(root);
  } catch (error) {
    if (error instanceof HqError && error.code === "wrong-state") return [];
    throw error;
  }
  return findProposals(root);
}

export type { Proposal } from "./proposals/find-proposals.ts";

export interface ShownProposal extends Proposal {
  diff: string;
  /** Why it could not be accepted as it is, or was refused; of one that the founder decided none. */
  refusals: string[];
  /** Sentences that no limit refuses and that only a reader can judge; of an open one. */
  readings: Reading[];
  steps: CurationStep[];
  evals: EvalResults | null;
  /** Why no scenario was played; null when some were, and for one that is decided. */
  staticOnly: string | null;
}

/** @throws HqError `not-found` */
export async function showProposal(sources: SettleSources, given: string): Promise<ShownProposal> {
  const { root } = sources;
  await headNow(root);
  await deciding(root, () => settleCutOff(sources));
  const proposal = await findProposal(root, given);
  const change = { from: await parentOf(root, proposal.commit), to: proposal.commit };
  const diff = await diffBetween(root, change.from, change.to);
  if (proposal.state !== "open")
    return {
      ...proposal,
      diff,
      refusals: proposal.overstepped,
      readings: [],
      steps: [],
      evals: null,
      staticOnly: null,
    };
  const { before, after, lowered, staticOnly } = await evaluateChange(root, change, sources.player);
  return {
    ...proposal,
    diff,
    refusals: [...refusalLines(await judgeChange(sources, change)), ...lowered],
    readings: readingsOf(await textsBetween(root, change.from, change.to)),
    steps: await judgeOperations(sources, proposal.record),
    evals: { before, after },
    staticOnly,
  };
}

export interface WatchedProposal {
  id: string;
  pattern: string;
  /** ISO dates: in force since, and watched until. */
  since: string;
  until: string;
  /** Lessons of its pattern in the 30 days before it, and since. */
  before: number;
  after: number;
  isOver: boolean;
}

/**
 * Whether mistakes came back after the change that was to end them: each is watched for 30 days.
 * @throws HqError `wrong-state` without git; MemoryError
 */
export async function reportProposals(sources: SettleSources): Promise<WatchedProposal[]> {
  const { root, now } = sources;
  const accepted = (await listProposals(sources)).filter(({ state }) => state === "accepted");
  if (accepted.length === 0) return [];
  const { timeZone } = (await readConstitution(root)).constitution.company;
  const { patterns } = await findPatterns({ root, now: now() });
  const today = dateIn(now(), timeZone);
  return accepted.map(({ record, decidedAt }) => {
    const since = dateIn(new Date(decidedAt ?? now()), timeZone);
    // The group as it is today: what came since has joined it.
    const group = patterns.find(({ lessons }) =>
      record.lessons.some((name) => lessons.includes(name)),
    );
    const lessons = new Set([...record.lessons, ...(group?.lessons ?? [])]);
    return {
      id: record.id,
      pattern: record.pattern,
      since,
      ...fitFor([...lessons], { since, today }),
    };
  });
}

/** What the limits of the Improver say of a change between two commits. */
import { dateIn } from "../../company/dates.ts";
import { type CurationStep, dryRun } from "../../company/proposals/curation.ts";
import type { Refusal } from "../../company/proposals/proposal.ts";
import type { ProposalRecord } from "../../company/proposals/record.ts";
import { refusalsOf } from "../../company/proposals/refusals.ts";
import { textsBetween } from "../../files/commit-texts.ts";
import { readConstitution } from "../../files/company.ts";
import { maySafelyWrite, protection } from "../people/writable-folders.ts";
import { withMemory } from "../records/with-memory.ts";
import { IMPROVER } from "../report-gap.ts";

export interface JudgeSources {
  root: string;
  now(): Date;
}

/**
 * Why the change may not be accepted; empty when it may.
 * @throws HqError `unreadable-file` when git cannot tell
 */
export async function judgeChange(
  { root, now }: JudgeSources,
  { from, to }: { from: string; to: string },
): Promise<Refusal[]> {
  const { constitution } = await readConstitution(root);
  const { before, after } = await textsBetween(root, from, to);
  const places = {
    isProtected: await protection(root),
    mayWrite: (file: string) => maySafelyWrite(IMPROVER, file),
    today: dateIn(now(), constitution.company.timeZone),
  };
  return refusalsOf({ before, after, places });
}

/** What the proposal's operations would do to the memory as it is now. */
export async function judgeOperations(
  { root, now }: JudgeSources,
  { operations }: Pick<ProposalRecord, "operations">,
): Promise<CurationStep[]> {
  if (operations.length === 0) return [];
  const graph = await withMemory({ root, now }, (store) => store.readGraph());
  return dryRun(graph, operations);
}

/** The refusals as one sentence each. */
export function refusalLines(refusals: readonly Refusal[]): string[] {
  return refusals.map(({ rule, file, why }) => `${file}: ${rule}. ${why}`);
}

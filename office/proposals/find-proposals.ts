/** Proposals as git keeps them: open ones are branches, the others commits and refs of ours. */

import { HqError } from "../../company/error.ts";
import {
  ACCEPTED,
  BRANCHES,
  type ProposalRecord,
  REVERTED,
  readProposal,
  refusalsIn,
} from "../../company/proposals/record.ts";
import { commitsSaying, messageOf, type Ref, refsUnder } from "../../files/proposal-git.ts";

export const REJECTED = "refs/hq/improve/rejected/";
/** Made by the Improver, and beyond its limits: kept to be looked at, never to be accepted. */
export const REFUSED = "refs/hq/improve/refused/";

export interface Proposal {
  record: ProposalRecord;
  state: "open" | "accepted" | "rejected" | "reverted" | "refused";
  /** Why code refused it when it was made; empty in every other state. */
  overstepped: string[];
  /** Of an accepted one the commit on the founder's branch, else its own. */
  commit: string;
  /** ISO 8601; null for one that is open. */
  decidedAt: string | null;
}

/** The newest first; those that were accepted only where the checked out branch has them. */
export async function findProposals(root: string): Promise<Proposal[]> {
  const open = await recorded(root, await refsUnder(root, BRANCHES), "open");
  const rejected = await recorded(root, await refsUnder(root, REJECTED), "rejected");
  const refused = await recorded(root, await refsUnder(root, REFUSED), "refused");
  const taken = await commitsSaying(root, REVERTED);
  const accepted = (await commitsSaying(root, ACCEPTED)).flatMap(({ commit, at, message }) => {
    const record = readProposal(message);
    if (record === null) return [];
    const back = taken.find(
      (each) => each.message.includes(`${REVERTED}${record.id}\n`) && each.message.includes(commit),
    );
    const state = back === undefined ? ("accepted" as const) : ("reverted" as const);
    return [{ record, state, overstepped: [], commit, decidedAt: back?.at ?? at }];
  });
  const all = [...open, ...accepted, ...rejected, ...refused];
  // One that was accepted and taken back may be open again; what is open comes first.
  const known = new Set<string>();
  const newest = all.filter(({ record: { id }, state }) => {
    const isNew = state === "open" || !known.has(id);
    known.add(id);
    return isNew;
  });
  return newest.sort((a, b) => (a.record.id < b.record.id ? 1 : -1));
}

async function recorded(
  root: string,
  refs: readonly Ref[],
  state: "open" | "rejected" | "refused",
): Promise<Proposal[]> {
  const found = await Promise.all(
    refs.map(async ({ commit }) => ({ commit, message: await messageOf(root, commit) })),
  );
  return found.flatMap(({ commit, message }) => {
    const record = readProposal(message);
    const overstepped = state === "refused" ? refusalsIn(message) : [];
    return record === null ? [] : [{ record, state, overstepped, commit, decidedAt: null }];
  });
}

/**
 * By its id or the beginning of it.
 * @throws HqError `not-found` for none or several
 */
export async function findProposal(root: string, given: string): Promise<Proposal> {
  const all = await findProposals(root);
  const exact = all.filter(({ record }) => record.id === given);
  const found =
    exact.length > 0 ? exact : all.filter(({ record }) => record.id.includes(given.trim()));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  throw new HqError(
    "not-found",
    `Cannot find the proposal "${given.slice(0, 80)}": ${others.length > 0 ? `${found.length} have that in their id` : "there is none"}, expected one. Nothing was changed.`,
    { hint: "See which there are with: hq improve list" },
  );
}

/** @throws HqError `wrong-state` when it is in another one */
export function requireState(proposal: Proposal, wanted: Proposal["state"], deed: string): void {
  if (proposal.state === wanted) return;
  throw new HqError(
    "wrong-state",
    `Cannot ${deed} ${proposal.record.id}: it is ${proposal.state}, expected ${wanted}. Nothing was changed.`,
    { hint: `See what became of each with: hq improve list --all` },
  );
}

/** A proposal becomes a branch of its own in one step: before it there is nothing, after it all of it. */
import {
  BRANCHES,
  type ProposalRecord,
  proposalMessage,
  refusedMessage,
} from "../../company/proposals/record.ts";
import { slugOf } from "../../company/slug.ts";
import { changeRefs, refsUnder, writeCommit } from "../../files/proposal-git.ts";
import { findProposals, REFUSED } from "./find-proposals.ts";

const SLUG_CHARS = 40;
const NAMESAKES = 50;

/** A new id for a pattern on a day; no other proposal has it, whatever became of that one. */
export async function newProposalId(
  root: string,
  { date, pattern }: { date: string; pattern: string },
): Promise<string> {
  const known = new Set((await findProposals(root)).map(({ record }) => record.id));
  // A branch keeps to letters that every system and forge takes.
  const plain = slugOf(pattern)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "");
  const slug = plain.slice(0, SLUG_CHARS).replace(/-+$/, "") || "pattern";
  for (let number = 1; number <= NAMESAKES; number += 1) {
    const id = number === 1 ? `${date}-${slug}` : `${date}-${slug}-${number}`;
    if (!known.has(id)) return id;
  }
  throw new Error(`${NAMESAKES} proposals of one day are called ${slug}`);
}

export interface ProposalKept {
  base: string;
  tree: string;
  record: ProposalRecord;
}

/** The commit of the proposal's branch; of one that is there already, that. */
export function keepProposal(root: string, kept: ProposalKept): Promise<string> {
  const message = proposalMessage(kept.record);
  return keepAt(root, { ...kept, ref: `${BRANCHES}${kept.record.id}`, message });
}

/** So many of those that overstepped are kept, the newest. */
const REFUSED_KEPT = 50;

/** What oversteps is kept out of sight of branches, so that the founder can see what was tried and why not. */
export async function keepRefused(
  root: string,
  { refusals, ...kept }: ProposalKept & { refusals: readonly string[] },
): Promise<string> {
  const message = refusedMessage(kept.record, refusals);
  const commit = await keepAt(root, { ...kept, ref: `${REFUSED}${kept.record.id}`, message });
  const all = await refsUnder(root, REFUSED);
  const drop = all.slice(0, -REFUSED_KEPT).map(({ ref }) => ref);
  await changeRefs(root, { drop });
  return commit;
}

async function keepAt(
  root: string,
  { base, tree, ref, message }: ProposalKept & { ref: string; message: string },
): Promise<string> {
  const known = (await refsUnder(root, ref)).find((each) => each.ref === ref);
  if (known !== undefined) return known.commit;
  const commit = await writeCommit(root, { tree, parent: base, message, kept: true });
  await changeRefs(root, { make: [{ ref, commit }] });
  return commit;
}

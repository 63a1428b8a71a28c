/** A proposal becomes a branch of its own in one step: before it there is nothing, after it all of it. */
import { BRANCHES, type ProposalRecord, proposalMessage } from "../../company/proposals/record.ts";
import { slugOf } from "../../company/slug.ts";
import { changeRefs, refsUnder, writeCommit } from "../../files/proposal-git.ts";
import { findProposals } from "./find-proposals.ts";

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

/** The commit of the proposal's branch; of one that is there already, that. */
export async function keepProposal(
  root: string,
  { base, tree, record }: { base: string; tree: string; record: ProposalRecord },
): Promise<string> {
  const ref = `${BRANCHES}${record.id}`;
  const known = (await refsUnder(root, ref)).find((each) => each.ref === ref);
  if (known !== undefined) return known.commit;
  const commit = await writeCommit(root, { tree, parent: base, message: proposalMessage(record) });
  await changeRefs(root, { make: [{ ref, commit }] });
  return commit;
}

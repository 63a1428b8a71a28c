/** What of the Improver waits: gaps for a pass, proposals for the founder. For the plan of the day. */
import { mayHaveRefs } from "../../files/git-refs.ts";
import { LedgerError } from "../../ledger/error.ts";
import { lookIntoLedger } from "./look-into-ledger.ts";

const NAMED = 3;

/** One sentence each; what git or the record cannot tell, their own commands say. */
export async function improvementNotes({
  root,
  now,
}: {
  root: string;
  now: Date;
}): Promise<string[]> {
  return [...(await gapNotes(root, now)), ...(await proposalNotes(root))];
}

async function gapNotes(root: string, now: Date): Promise<string[]> {
  const queued = await lookIntoLedger<string[]>(root, [], async (ledger) => {
    const { gapsInQueue } = await import("../mend-gaps.ts");
    return ledger.read((tables) => gapsInQueue(tables, now));
  }).catch((error: unknown) => {
    // The notes on what runs by itself say what is wrong with the record.
    if (error instanceof LedgerError) return [];
    throw error;
  });
  if (queued.length === 0) return [];
  const named = queued.slice(0, NAMED).join(", ");
  const more = queued.length > NAMED ? ` and ${queued.length - NAMED} more` : "";
  const subject =
    queued.length === 1 ? "A reported gap waits" : `${queued.length} reported gaps wait`;
  return [
    `${subject} for the Improver: ${named}${more}. hq up makes a pass for each; by hand: hq improve --run.`,
  ];
}

async function proposalNotes(root: string): Promise<string[]> {
  // Most companies have no proposal: for these neither git nor the Improver's code is needed.
  if (!(await mayHaveRefs(root, "refs/heads/hq/improve/"))) return [];
  const [{ BRANCHES }, { refsUnder }] = await Promise.all([
    import("../../company/proposals/record.ts"),
    import("../../files/proposal-git.ts"),
  ]);
  const open = await refsUnder(root, BRANCHES).catch(() => []);
  if (open.length === 0) return [];
  const named = open.slice(0, NAMED).map(({ ref }) => ref.slice(BRANCHES.length));
  const subject =
    open.length === 1
      ? "A proposal of the Improver waits"
      : `${open.length} proposals of the Improver wait`;
  return [`${subject} for you: ${named.join(", ")}. See hq improve list.`];
}

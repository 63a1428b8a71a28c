/**
 * A proposal of the Improver without a run of its own: from a chat, as passages to be put in the place of
 * others. Nobody's files change; what comes of it is what a pass makes, judged and kept in the same way.
 */
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { type ChangeKind, kindOf } from "../company/lessons/change.ts";
import type { CurationOperation } from "../company/proposals/curation.ts";
import { type PassageEdit, requirePagePaths, withEdits } from "../company/proposals/passages.ts";
import { type ProposalRecord, patternLine } from "../company/proposals/record.ts";
import { entriesAt, type TreeEntry, textsOf } from "../files/commit-texts.ts";
import { readConstitution } from "../files/company.ts";
import { headNow, keepText, treeAt, treeWith } from "../files/proposal-git.ts";
import { findPatterns } from "./find-patterns.ts";
import { againstProposal } from "./proposals/against-proposal.ts";
import { findProposals } from "./proposals/find-proposals.ts";
import { keepProposal, keepRefused, newProposalId } from "./proposals/keep-proposal.ts";
import { deciding } from "./proposals/settle-proposals.ts";
import { withMemory } from "./records/with-memory.ts";

export interface ChangeWanted {
  /** Names of the lessons behind it; at least one. */
  lessons: readonly string[];
  effect: string;
  check: string;
  /** Exact text for the constitution, which only the founder puts there. */
  suggests: string | null;
  edits: readonly PassageEdit[];
  operations: readonly CurationOperation[];
}

export type ProposedChange =
  | { kind: "proposed"; id: string }
  /** It oversteps: why, a sentence each. Kept to be looked at only. */
  | { kind: "refused"; id: string; refusals: string[] };

const PLAIN_FILE = "100644";

/**
 * The same change said twice is one proposal.
 * @throws HqError `usage` for edits that do not fit the committed pages or a change that is none, `not-found`
 * for lessons that memory does not hold, `wrong-state` without git; MemoryError
 */
export async function proposeChange(
  sources: { root: string; now(): Date },
  wanted: ChangeWanted,
): Promise<ProposedChange> {
  const { root, now } = sources;
  return deciding(root, async () => {
    const pattern = await patternBehind(sources, wanted.lessons);
    const { commit: base } = await headNow(root);
    const tree = await editedTree(root, base, wanted.edits);
    const { effect, check, suggests, operations } = wanted;
    const isSame = tree === (await treeAt(root, base));
    if (isSame && operations.length === 0 && suggests === null)
      throw new HqError(
        "usage",
        "Cannot propose a change: it changes nothing, expected edits, operations of the memory, or a text for the constitution. Nothing was changed.",
      );
    const known = await sameProposal(root, { tree, wanted });
    if (known !== null) return { kind: "proposed", id: known };
    const { timeZone } = (await readConstitution(root)).constitution.company;
    const date = dateIn(now(), timeZone);
    const id = await newProposalId(root, { date, pattern });
    const record: ProposalRecord = {
      ...{ id, date, pattern, lessons: [...wanted.lessons], effect, check, suggests, run: null },
      kind: kindOfEdits(wanted.edits),
      operations: [...operations],
    };
    const refusals = await againstProposal(sources, { base, tree, record });
    if (refusals.length > 0) {
      await keepRefused(root, { base, tree, record, refusals });
      return { kind: "refused", id, refusals };
    }
    await keepProposal(root, { base, tree, record });
    return { kind: "proposed", id };
  });
}

/** The pattern that these lessons are of, or what the first one says of itself. */
async function patternBehind(
  { root, now }: { root: string; now(): Date },
  lessons: readonly string[],
): Promise<string> {
  const found = await withMemory({ root, now }, (store) => store.openNodes([...lessons]));
  const held = new Map(found.entities.map((entity) => [entity.name, entity]));
  const missing = lessons.filter((name) => held.get(name)?.entityType !== "lesson");
  if (lessons.length === 0 || missing.length > 0)
    throw new HqError(
      "not-found",
      `Cannot propose a change: ${missing.length === 0 ? "no lesson is named" : `memory holds no lesson ${missing.slice(0, 3).join(", ")}`}, expected the names of lessons behind it. Nothing was changed.`,
    );
  const { patterns } = await findPatterns({ root, now: now() });
  const pattern = patterns.find((each) => each.lessons.some((name) => lessons.includes(name)));
  const own = held.get(lessons[0] ?? "")?.observations.findLast((text) => SUMMARY.test(text));
  const words = pattern?.summary ?? own?.replace(SUMMARY, "") ?? lessons[0] ?? "";
  return patternLine(words);
}

function kindOfEdits(edits: readonly PassageEdit[]): ChangeKind {
  const isNew = edits.some(({ path, find }) => find === "" && path.endsWith("/SKILL.md"));
  const [first] = edits;
  if (first === undefined) return "memory-curation";
  return isNew ? "new-skill" : kindOf(first.path);
}

const SUMMARY = /^Summary:\s*/;

async function editedTree(
  root: string,
  base: string,
  edits: readonly PassageEdit[],
): Promise<string> {
  requirePagePaths(edits);
  const paths = [...new Set(edits.map((edit) => edit.path))];
  const entries = await entriesAt(root, base, paths);
  const texts = await textsOf(
    root,
    [...entries.values()].map(({ hash }) => hash),
  );
  const before = new Map(
    [...entries].map(([path, { hash }]) => [path, texts.get(hash) ?? null] as const),
  );
  const after = withEdits(before, edits);
  const changed: [string, TreeEntry][] = [];
  for (const [path, text] of after) {
    const mode = entries.get(path)?.mode ?? PLAIN_FILE;
    changed.push([path, { mode, hash: await keepText(root, text) }]);
  }
  return treeWith(root, base, changed);
}

/** One that waits for the founder and does the very same. */
async function sameProposal(
  root: string,
  { tree, wanted }: { tree: string; wanted: ChangeWanted },
): Promise<string | null> {
  const operations = JSON.stringify(wanted.operations);
  for (const { record, state, commit } of await findProposals(root)) {
    const isAlike =
      state === "open" &&
      JSON.stringify(record.operations) === operations &&
      record.suggests === wanted.suggests;
    if (isAlike && (await treeAt(root, commit)) === tree) return record.id;
  }
  return null;
}

/**
 * What a proposal goes through when the founder decides, as steps that can be cut off anywhere. Before the
 * branch moves a ref says what is under way; whoever looks next finishes it, or takes it back where the
 * branch had not moved yet.
 */

import path from "node:path";
import { FOUNDER } from "../../company/constitution/sections.ts";
import { dateIn } from "../../company/dates.ts";
import { BRANCHES, type ProposalRecord, readProposal } from "../../company/proposals/record.ts";
import { readConstitution } from "../../files/company.ts";
import { changedTrees } from "../../files/git-snapshot.ts";
import { withLock } from "../../files/lock.ts";
import {
  changeRefs,
  isInHistory,
  messageOf,
  parentOf,
  putBack,
  refsUnder,
} from "../../files/proposal-git.ts";
import type { ScenarioPlayer } from "../evals/compare-scenarios.ts";
import { withMemory } from "../records/with-memory.ts";
import { curate, uncurate } from "./curate-memory.ts";
import { REJECTED } from "./find-proposals.ts";

const MARKS = "refs/hq/improve/under-way/";

export interface SettleSources {
  root: string;
  now(): Date;
  /** Plays scenarios before and after; without it only the texts are compared. */
  player?: ScenarioPlayer;
}

export type Decision = "accept" | "revert";

export function markOf(decision: Decision, id: string): string {
  return `${MARKS}${decision}/${id}`;
}

/** One decision at a time, and none while what was cut off is settled. */
export function deciding<T>(root: string, work: () => Promise<T>): Promise<T> {
  return withLock(path.join(root, ".hq", "improve.lock"), work);
}

/** Finishes or takes back what was cut off. Contract: called inside `deciding`. */
export async function settleCutOff(sources: SettleSources): Promise<void> {
  const { root } = sources;
  for (const { ref, commit } of await refsUnder(root, MARKS)) {
    const [decision = "", id = ""] = ref.slice(MARKS.length).split("/");
    if (await isInHistory(root, commit)) {
      await finish(sources, { decision: decision as Decision, id, commit });
    } else {
      await putBack(root, commit);
      await changeRefs(root, { drop: [ref] });
    }
  }
}

export interface Decided {
  decision: Decision;
  id: string;
  /** The commit on the founder's branch. */
  commit: string;
}

/** What follows once the branch has moved: the memory, then the refs, in an order that can be repeated. */
export async function finish(sources: SettleSources, decided: Decided): Promise<void> {
  const { root } = sources;
  const { decision, id } = decided;
  const record = await recordOf(root, decided);
  if (record !== null) {
    await noteOnLessons(sources, { record, decided });
    if (decision === "accept") await curate(sources, record);
    else await uncurate(sources, record);
  }
  const own = decision === "accept" ? await refsUnder(root, `${BRANCHES}${id}`) : [];
  await changeRefs(root, { drop: [...own.map(({ ref }) => ref), markOf(decision, id)] });
}

async function recordOf(
  root: string,
  { decision, commit }: Decided,
): Promise<ProposalRecord | null> {
  const message = await messageOf(root, commit);
  if (decision === "accept") return readProposal(message);
  const taken = /^This takes back ([0-9a-f]{40,64}),/m.exec(message)?.[1];
  return taken === undefined ? null : readProposal(await messageOf(root, taken));
}

/** `Improved: <date> <path>`, or `Reverted: …`, on each lesson that memory still holds; once. */
async function noteOnLessons(
  { root, now }: SettleSources,
  { record, decided }: { record: ProposalRecord; decided: Decided },
): Promise<void> {
  const { timeZone } = (await readConstitution(root)).constitution.company;
  const parent = await parentOf(root, decided.commit);
  const paths = (await changedTrees(root, parent, decided.commit)).map((change) => change.path);
  const file = paths[0] ?? "memory.jsonl";
  const label = decided.decision === "accept" ? "Improved" : "Reverted";
  const text = `${label}: ${dateIn(now(), timeZone)} ${file} (${record.id})`;
  await withMemory({ root, now, agent: FOUNDER }, async (store) => {
    const { entities } = await store.openNodes([...record.lessons]);
    const additions = entities
      .filter(({ observations }) => {
        const newest = observations.findLast(
          (each) => NOTE.test(each) && each.endsWith(`(${record.id})`),
        );
        return newest === undefined ? label === "Improved" : !newest.startsWith(`${label}: `);
      })
      .map(({ name }) => ({ entityName: name, contents: [text] }));
    if (additions.length > 0) await store.addObservations(additions);
    await store.checkpoint();
  });
}

const NOTE = /^(Improved|Reverted): /;

/** Moves an open proposal to those that were refused, in one step. */
export async function moveToRejected(root: string, id: string, commit: string): Promise<void> {
  const known = await refsUnder(root, `${REJECTED}${id}`);
  const make = known.length > 0 ? [] : [{ ref: `${REJECTED}${id}`, commit }];
  await changeRefs(root, { make, drop: [`${BRANCHES}${id}`] });
}

/** Failures of runs that may become lessons: listed, and accepted or dropped one by one. */
import { HqError } from "../company/error.ts";
import type { LessonCategory } from "../company/lessons/lesson.ts";
import { readConstitution } from "../files/company.ts";
import type { LessonDraft } from "../ledger/lesson-drafts.ts";
import { addLesson } from "./add-lesson.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";

const LISTED = 50;

export interface DraftSources {
  root: string;
  now(): Date;
}

/**
 * The open ones, the most frequent first.
 * @throws LedgerError
 */
export async function listLessonDrafts(
  root: string,
): Promise<{ drafts: LessonDraft[]; timeZone: string }> {
  const drafts = await lookIntoLedger<LessonDraft[]>(root, [], (ledger) =>
    ledger.read(({ lessonDrafts }) => lessonDrafts.open(LISTED)),
  );
  const { timeZone } = (await readConstitution(root)).constitution.company;
  return { drafts, timeZone };
}

export interface AcceptedDraft {
  id: string;
  /** What changes so that it does not happen again. */
  action: string;
  /** Worded by code when left out. */
  summary?: string | undefined;
  category?: LessonCategory | undefined;
  /** Who accepts it. */
  by: string;
}

/**
 * Makes a lesson of the draft. The memory first: a draft that stays open can be accepted again.
 * @throws HqError `not-found`, `wrong-state` when it was decided, and as `addLesson`; LedgerError
 */
export async function acceptLessonDraft(
  sources: DraftSources,
  { id, action, summary, category, by }: AcceptedDraft,
): Promise<{ id: string; name: string }> {
  const draft = await openDraft(sources.root, id);
  const { name } = await addLesson(sources, {
    by,
    lesson: {
      ...{ agent: draft.agent, category: category ?? (draft.refused ? "process" : "tool"), action },
      summary: summary ?? summaryOf(draft),
      detail: `Seen ${times(draft)} in runs, the last one ${draft.lastRun}: ${draft.text}`,
    },
  });
  await close(sources, draft.id, { state: "accepted", lesson: name });
  return { id: draft.id, name };
}

/**
 * Takes the draft off the list; the same failure does not come back to it.
 * @throws HqError `not-found`, `wrong-state`; LedgerError
 */
export async function dropLessonDraft(sources: DraftSources, id: string): Promise<{ id: string }> {
  const draft = await openDraft(sources.root, id);
  await close(sources, draft.id, { state: "dropped", lesson: null });
  return { id: draft.id };
}

const SUMMARY_CHARS = 150;

function summaryOf(draft: LessonDraft): string {
  const what = draft.tool === null ? "A run" : `The tool ${draft.tool}`;
  const how = draft.refused ? "was refused" : "failed";
  return `${what} ${how} ${times(draft)}: ${draft.text}`.slice(0, SUMMARY_CHARS);
}

function times({ times: count }: LessonDraft): string {
  return count === 1 ? "once" : `${count} times`;
}

async function openDraft(root: string, given: string): Promise<LessonDraft> {
  const id = /^\d+$/.test(given.trim()) ? `L-${given.trim()}` : given.trim().toUpperCase();
  const draft = await lookIntoLedger<LessonDraft | null>(root, null, (ledger) =>
    ledger.read(({ lessonDrafts }) => lessonDrafts.find(id)),
  );
  const hint = "See which there are with: hq lesson drafts";
  if (draft === null) {
    throw new HqError(
      "not-found",
      `Cannot find the draft "${id.slice(0, 40)}": the record has none, expected one like L-3. Nothing was changed.`,
      { hint },
    );
  }
  if (draft.state === "open") return draft;
  throw new HqError(
    "wrong-state",
    `Cannot decide on ${id}: it was ${draft.state} before, expected an open one. Nothing was changed.`,
    { hint },
  );
}

async function close(
  { root, now }: DraftSources,
  id: string,
  end: { state: "accepted" | "dropped"; lesson: string | null },
): Promise<void> {
  const at = now().toISOString();
  await lookIntoLedger(root, false, (ledger) =>
    ledger.write(({ lessonDrafts }) => lessonDrafts.close(id, { ...end, at })),
  );
}

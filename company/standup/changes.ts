/** What is new since the last standup. */
import type { Board } from "../board/task.ts";
import { clip } from "../clip.ts";
import { hasLabel, newestValue } from "../labelled-lines.ts";
import type { RememberedEntity } from "../memory-view.ts";
import type { Day } from "./day.ts";
import type { DatedFact } from "./facts.ts";
import { compareText, listed } from "./listed.ts";
import { dateInName, type Recall } from "./remembered.ts";
import type { Changes, Commit, DoneTask, RememberedChange, StandupInput } from "./types.ts";

const DAY_MS = 86_400_000;
/** How far the first standup looks back. */
const FIRST_LOOK_DAYS = 7;
const SAYS_LIMIT = 160;

/** Lines that date or source a fact rather than say it. */
const FOOTNOTES = ["As of", "Verified", "Checked", "Source"];

interface Since {
  instantMs: number;
  /** The company's date of it. */
  date: string;
}

/** What the plan has found in the memory before it asks what is new of it. */
export interface Remembered {
  recalled: Recall;
  facts: readonly DatedFact[];
}

export function changesSince(input: StandupInput, remembered: Remembered, day: Day): Changes {
  const instant = input.lastStandup ?? new Date(input.now.getTime() - FIRST_LOOK_DAYS * DAY_MS);
  const iso = instant.toISOString();
  const since = { instantMs: instant.getTime(), date: day.dateOf(iso) ?? day.today };
  const { recalled, facts } = remembered;
  return {
    since: iso,
    commits: listed(newCommits(input.commits, since)),
    tasksDone: listed(tasksDone(input.board, { since, day })),
    decisions: listed(named(recalled.get("decision") ?? [], { since, day })),
    lessons: listed(named(recalled.get("lesson") ?? [], { since, day })),
    facts: listed(newFacts(facts, { since, day })),
  };
}

function newCommits(commits: readonly Commit[], since: Since): Commit[] {
  return commits
    .filter(({ at }) => Date.parse(at) > since.instantMs)
    .map(({ hash, at, author, subject }) => ({
      hash: clip(hash, 40),
      at,
      author: clip(author, 60),
      subject: clip(subject, SAYS_LIMIT),
    }))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || compareText(a.hash, b.hash));
}

/** The board has days, not hours: a task done on the day of the last standup is told once more. */
function tasksDone(board: Board | null, { since, day }: { since: Since; day: Day }): DoneTask[] {
  const done: DoneTask[] = [];
  for (const { id, title, agent, doneOn, done: ticked } of board?.tasks ?? []) {
    if (!ticked || doneOn === null || doneOn < since.date || doneOn > day.today) continue;
    done.push({ id, title: clip(title, SAYS_LIMIT), agent, doneOn });
  }
  return done.sort((a, b) => compareText(b.doneOn, a.doneOn) || compareText(a.id, b.id));
}

/**
 * Decisions or lessons, newest first. The date in the name is when it was made: memory taken over
 * from elsewhere is written today, but not new.
 */
function named(
  entities: readonly RememberedEntity[],
  { since, day }: { since: Since; day: Day },
): RememberedChange[] {
  const changes: RememberedChange[] = [];
  for (const entity of entities) {
    const date = dateInName(entity.name) ?? day.dateOf(entity.at);
    if (date === null || date > day.today || !isNew(date, entity.at, since)) continue;
    changes.push({ entity: clip(entity.name, SAYS_LIMIT), date, says: summary(entity, day) });
  }
  return newestFirst(changes);
}

function newFacts(
  facts: readonly DatedFact[],
  { since, day }: { since: Since; day: Day },
): RememberedChange[] {
  const changes: RememberedChange[] = [];
  for (const { entity, date } of facts) {
    if (date === null || date > day.today || date < since.date) continue;
    if (!isNew(date, newestWrite(entity), since)) continue;
    changes.push({ entity: clip(entity.name, SAYS_LIMIT), date, says: factSays(entity, day) });
  }
  return newestFirst(changes);
}

/** On the day of the last standup, the hour of the writing decides where it is known. */
function isNew(date: string, at: string | null, since: Since): boolean {
  if (date !== since.date) return date > since.date;
  return at === null || !(Date.parse(at) <= since.instantMs);
}

function newestFirst(changes: RememberedChange[]): RememberedChange[] {
  return changes.sort((a, b) => compareText(b.date, a.date) || compareText(a.entity, b.entity));
}

function newestWrite(entity: RememberedEntity): string | null {
  let newest = entity.at;
  for (const { at } of entity.observations) {
    if (at !== null && (newest === null || Date.parse(at) > Date.parse(newest))) newest = at;
  }
  return newest;
}

function summary(entity: RememberedEntity, day: Day): string {
  const text =
    newestValue(entity, "Summary", day) ??
    newestValue(entity, "Decision", day) ??
    entity.observations[0]?.text;
  return clip(text ?? "", SAYS_LIMIT);
}

function factSays(entity: RememberedEntity, day: Day): string {
  const values = entity.observations.filter(
    ({ text, at }) =>
      !FOOTNOTES.some((label) => hasLabel(text, label)) && (day.dateOf(at) ?? "") <= day.today,
  );
  return clip(newestValue(entity, "Value", day) ?? values.at(-1)?.text ?? "", SAYS_LIMIT);
}

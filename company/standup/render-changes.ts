import type { Changes, Listed, RememberedChange } from "./types.ts";

/** What changed, one bullet each: work done first, then what was learned and decided, then commits. */
export function renderChanges(changed: Changes): string[] {
  const done = changed.tasksDone;
  return [
    ...group(done, "tasks done", ({ id, title, agent, doneOn }) => {
      return `Done ${doneOn}: ${id} ${title}${agent === null ? "" : ` · @${agent}`}`;
    }),
    ...group(changed.decisions, "decisions", remembered("Decision")),
    ...group(changed.lessons, "lessons", remembered("Lesson")),
    ...group(
      changed.facts,
      "facts",
      ({ entity, date, says }) => `Fact ${date}: ${entity}, ${says}`,
    ),
    ...group(changed.commits, "commits", ({ hash, subject }) => `Commit ${hash}: ${subject}`),
  ];
}

function remembered(label: string): (change: RememberedChange) => string {
  return ({ date, says }) => `${label} ${date}: ${says}`;
}

function group<T>(list: Listed<T>, plural: string, say: (item: T) => string): string[] {
  const left = list.count - list.items.length;
  const lines = list.items.map((item) => `- ${say(item)}`);
  return left > 0 ? [...lines, `- … and ${left} more ${plural}`] : lines;
}

/** What a standup leaves in memory, and how the next one finds it. */
import type { MemoryView } from "../memory-view.ts";
import type { Listed, StandupPlan } from "./types.ts";

const TRACKER = "prompt-run:standup";
const RAN = "Ran: ";
const LAST_RUN = "Last run: ";
const RESULT = "Result: ";

/**
 * A change of one entity that replaces only the lines it owns: observations that begin with one of
 * `replaces` go, `observations` come, and what others wrote on the entity stays.
 */
export interface EntityRevision {
  name: string;
  entityType: string;
  replaces: string[];
  observations: string[];
}

/**
 * When the company last had a standup before the day `today`, or null. A standup of today does not
 * count: run again, the plan must still say what changed since the one before.
 */
export function lastStandupBefore(memory: MemoryView, today: string): Date | null {
  const instants = memory.entities
    .filter(({ name }) => name.startsWith("standup:") && /^standup:\d{4}-\d{2}-\d{2}$/.test(name))
    .filter(({ name }) => name.slice("standup:".length) < today)
    .map(
      (entity) =>
        lineAfter(entity.observations, RAN) ?? `${entity.name.slice("standup:".length)}T00:00:00Z`,
    )
    .map((text) => Date.parse(text))
    .filter((time) => !Number.isNaN(time));
  return instants.length === 0 ? null : new Date(Math.max(...instants));
}

/** The entities `standup:<date>` and `prompt-run:standup` as this plan leaves them. */
export function standupRecords(plan: StandupPlan): EntityRevision[] {
  const standup = [
    `${RAN}${plan.now}`,
    `Overdue: ${counted(plan.overdueTasks, ({ id }) => id)}`,
    `Chronic: ${counted(plan.chronicTasks, ({ id }) => id)}`,
    `Obligations: ${counted(plan.obligations, ({ obligation, due }) => `${obligation} ${due}`)}`,
    ...plan.dayPlan.items.map((line) => `Plan ${line.rank}: ${line.what} (${line.agent})`),
  ];
  return [
    {
      name: `standup:${plan.date}`,
      entityType: "standup",
      replaces: [RAN, "Overdue: ", "Chronic: ", "Obligations: ", "Plan "],
      observations: standup,
    },
    {
      name: TRACKER,
      entityType: "prompt-run",
      replaces: [LAST_RUN, RESULT],
      observations: [
        `${LAST_RUN}${plan.now}`,
        `${RESULT}plan for ${plan.date} with ${plan.dayPlan.count} lines, ${plan.overdueTasks.count} tasks overdue, ${plan.chronicTasks.count} chronic`,
      ],
    },
  ];
}

function counted<T>(list: Listed<T>, nameOf: (item: T) => string): string {
  if (list.count === 0) return "none";
  const more = list.count > list.items.length ? ", …" : "";
  return `${list.count} (${list.items.map(nameOf).join(", ")}${more})`;
}

function lineAfter(observations: MemoryView["entities"][number]["observations"], prefix: string) {
  return observations.findLast(({ text }) => text.startsWith(prefix))?.text.slice(prefix.length);
}

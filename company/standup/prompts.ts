/** Recurring prompts whose due time passed without a run. */
import { cadenceState } from "../calendar.ts";
import type { CadenceRule, Constitution } from "../constitution/types.ts";
import { daysBetween } from "../dates.ts";
import type { MemoryView } from "../memory-view.ts";
import type { Day } from "./day.ts";
import { compareText } from "./listed.ts";
import { valuesOf } from "./remembered.ts";
import type { OverduePrompt } from "./types.ts";

/** The plan is its run: it cannot be late for itself. */
const STANDUP = "standup";
const TRACKER = "prompt-run:";

/** The longest overdue first. Without a memory nothing is known of any run, so nothing is overdue. */
export function overduePrompts(
  constitution: Constitution,
  memory: MemoryView | null,
  day: Day,
): OverduePrompt[] {
  if (memory === null) return [];
  const lastRuns = lastRunsOf(memory);
  return constitution.cadence
    .filter(({ prompt }) => prompt !== STANDUP)
    .flatMap((rule) =>
      overdue(rule, { constitution, day, lastRun: lastRuns.get(rule.prompt) ?? null }),
    )
    .sort((a, b) => compareText(a.overdueSince, b.overdueSince) || compareText(a.prompt, b.prompt));
}

function overdue(
  rule: CadenceRule,
  known: { constitution: Constitution; day: Day; lastRun: Date | null },
): OverduePrompt[] {
  const { day, lastRun } = known;
  const { since } = known.constitution.company;
  const { overdueSince } = cadenceState({
    rule,
    timeZone: day.timeZone,
    now: day.now,
    lastRun,
    since,
  });
  if (overdueSince === null) return [];
  const instant = overdueSince.toISOString();
  return [
    {
      prompt: rule.prompt,
      agent: rule.agent,
      overdueSince: instant,
      daysLate: Math.max(0, daysBetween(day.dateOf(instant) ?? day.today, day.today)),
      lastRun: lastRun?.toISOString() ?? null,
    },
  ];
}

/** By prompt; the newest instant of a tracker counts, whoever added it. */
function lastRunsOf(memory: MemoryView): Map<string, Date> {
  const runs = new Map<string, Date>();
  for (const entity of memory.entities) {
    if (!entity.name.startsWith(TRACKER)) continue;
    const times = valuesOf(entity, "Last run")
      .map((value) => Date.parse(value))
      .filter((time) => !Number.isNaN(time));
    if (times.length > 0) {
      runs.set(entity.name.slice(TRACKER.length), new Date(times.reduce((a, b) => Math.max(a, b))));
    }
  }
  return runs;
}

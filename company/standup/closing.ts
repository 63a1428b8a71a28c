/** The command with which a person says that a line of the plan is done. */
import type { DayPlanLine } from "./types.ts";

/** null for what no command closes: a draft, facts to look up, what is blocked, a duty that waits for an answer. */
export function closingCommand({
  kind,
  subject,
  why,
}: Pick<DayPlanLine, "kind" | "subject" | "why">): string | null {
  // A line that asks whether a duty applies says by itself which command answers.
  if (subject === null || kind === "blocked-task" || why.includes("hq pack questions")) return null;
  if (kind === "overdue-prompt") return `hq ran ${subject}`;
  if (/^T-\d+$/.test(subject)) return `hq done ${subject}`;
  const slug = /^deadline:([a-z\d-]+):\d{4}-\d{2}-\d{2}$/.exec(subject)?.[1];
  return slug === undefined ? null : `hq duty done ${slug}`;
}

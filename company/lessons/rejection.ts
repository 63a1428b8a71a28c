/** The lesson that a rejected proposal leaves: on the Improver's work, and none of the mistakes that it was to meet. */
import type { Lesson } from "./lesson.ts";

const IMPROVER = "improver";
const REJECTED = /^The proposal \S+ was rejected$/;

/** `pattern` is what the proposal was to meet, `reason` the founder's. */
export function rejectionOf({
  id,
  pattern,
  reason,
  date,
}: {
  id: string;
  pattern: string;
  reason: string;
  date: string;
}): Lesson {
  return {
    ...{ date, agent: IMPROVER, category: "decision" },
    summary: `The proposal ${id} was rejected`,
    detail: `${reason} It was meant to meet: ${pattern}`,
    action: "improver to propose it again only with new lessons, and with this reason answered",
  };
}

export function isRejection({ agent, summary }: Pick<Lesson, "agent" | "summary">): boolean {
  return agent === IMPROVER && REJECTED.test(summary);
}

/** What a new company takes from its country's pack: rows of Obligations, and the questions to answer. */
import type { Pack } from "./pack.ts";
import type { PackDuty, When } from "./schema.ts";
import { conditionsHold } from "./situation.ts";

export const SITUATION_SECTION = "Situation";

/**
 * The duties that a company of the usual kind may have: those that the pack's own assumptions do not rule
 * out. Which of them apply is decided by the founder's answers, day by day.
 */
export function usualDuties(pack: Pack): PackDuty[] {
  const assumed = new Map(
    pack.questions.flatMap(({ id, assumed: value }) => (value === undefined ? [] : [[id, value]])),
  ) as ReadonlyMap<string, string>;
  return pack.duties.filter(({ when }) => conditionsHold(when, assumed) !== "no");
}

/** The section of the constitution in which the founder answers, with every question of the pack open. */
export function situationSection(pack: Pack): string {
  const rows = pack.questions.map(({ id }) => `| ${id} | not set |`);
  return [
    `## ${SITUATION_SECTION}`,
    "",
    "What decides which duties of the country's pack apply; `hq pack questions` asks, `hq pack answer` writes.",
    "",
    "| Question | Our answer |",
    "|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** `legal-form: sole-trader; vat: normal-quarterly`; empty for a duty of everybody. */
export function conditionWords(when: When | undefined): string {
  return Object.entries(when ?? {})
    .map(([question, answers]) => `${question}: ${answers.join(" or ")}`)
    .join("; ");
}

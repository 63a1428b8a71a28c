/** What a company takes from its country's pack by the founder's answers: the duties that may be its own. */
import type { Answers, Pack } from "./pack.ts";
import type { PackDuty, When } from "./schema.ts";
import { conditionsHold } from "./situation.ts";

const NO_ANSWERS: Answers = new Map();

/**
 * The duties that a company may have: those that neither the founder's answers rule out nor, where a question is
 * open, the pack's own assumption of the usual company. Which of them apply is decided day by day.
 */
export function usualDuties(pack: Pack, answers: Answers = NO_ANSWERS): PackDuty[] {
  const assumed = pack.questions.flatMap(({ id, assumed: value }): [string, string][] =>
    value === undefined ? [] : [[id, value]],
  );
  const all = new Map([...assumed, ...answers]);
  return pack.duties.filter(({ when }) => conditionsHold(when, all) !== "no");
}

/** The duties that the answers leave open: somebody must still say whether they apply. */
export function openDuties(pack: Pack, answers: Answers): PackDuty[] {
  return usualDuties(pack, answers).filter(({ when }) => conditionsHold(when, answers) !== "yes");
}

/** `legal-form: sole-trader; vat: normal-quarterly`; empty for a duty of everybody. */
export function conditionWords(when: When | undefined): string {
  return Object.entries(when ?? {})
    .map(([question, answers]) => `${question}: ${answers.join(" or ")}`)
    .join("; ");
}

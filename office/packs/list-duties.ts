/** The duties of the company's pack with their next days, and what is not due and why. */
import { addDays, dateIn } from "../../company/dates.ts";
import { type DutyDay, dutyDays } from "../../company/pack/due-days.ts";
import { type Applies, conditionsHold, openQuestions } from "../../company/pack/situation.ts";
import { ownPack } from "./own-pack.ts";

/** Days of each duty that are shown from today on. */
const AHEAD_DAYS = 400;

export interface ListedDuty {
  /** `pt:iva-periodic`. */
  name: string;
  duty: string;
  applies: Applies;
  /** Ids of the questions without an answer. */
  open: string[];
  /** Whether a row of Obligations names it. */
  inPlan: boolean;
  where: string;
  proof: string;
  note: string | null;
  law: string;
  link: string | null;
  grade: string;
  days: DutyDay[];
}

export interface ListedDuties {
  pack: string;
  from: string;
  to: string;
  duties: ListedDuty[];
  /** What a founder may expect and need not do. */
  notDue: { name: string; because: string; law: string }[];
}

/**
 * Every duty that the answers do not rule out, in the order of the pack; `from` and `to` are ISO dates.
 * @throws HqError `wrong-state` without a pack for the country.
 */
export async function listDuties(
  { root, now }: { root: string; now: Date },
  asked: { from?: string | undefined; to?: string | undefined } = {},
): Promise<ListedDuties> {
  const { pack, answers, constitution } = await ownPack(root);
  const from = asked.from ?? dateIn(now, constitution.company.timeZone);
  const to = asked.to ?? addDays(from, AHEAD_DAYS);
  const rows = new Set(constitution.packDuties.map(({ pack: code, duty }) => `${code}:${duty}`));
  const duties = pack.duties
    .map((duty): ListedDuty => {
      const name = `${pack.card.code}:${duty.id}`;
      return {
        name,
        duty: duty.name,
        applies: conditionsHold(duty.when, answers),
        open: openQuestions(pack, duty, answers).map(({ id }) => id),
        inPlan: rows.has(name),
        where: duty.where,
        proof: duty.proof,
        note: duty.note ?? null,
        law: duty.source.article,
        link: duty.source.link ?? null,
        grade: duty.source.grade,
        days: dutyDays(pack, duty, { answers, from, to }),
      };
    })
    .filter(({ applies }) => applies !== "no");
  const notDue = pack.notDue
    .filter(({ when }) => conditionsHold(when, answers) !== "no")
    .map(({ name, because, source }) => ({ name, because, law: source.article }));
  return { pack: pack.card.code, from, to, duties, notDue };
}

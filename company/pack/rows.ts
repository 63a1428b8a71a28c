/** Rows of the constitution that name duties of a pack, and the founder's answers, as values. */
import type { Constitution, PackDutyRule, SituationRow } from "../constitution/types.ts";
import { sameName } from "../markdown/table.ts";
import { slugOf } from "../slug.ts";
import type { Answers, Pack } from "./pack.ts";
import type { PackDuty } from "./schema.ts";
import { answerProblem } from "./situation.ts";

/** `legal-form` → `sole-trader`. An answer that its question does not know counts as none. */
export function answersOf(rows: readonly SituationRow[], pack: Pack): Answers {
  const known = new Map(pack.questions.map((question) => [question.id, question]));
  return new Map(
    rows.flatMap(({ question, answer }): [string, string][] => {
      const asked = known.get(question);
      return asked === undefined || answerProblem(asked, answer) !== null
        ? []
        : [[question, answer]];
    }),
  );
}

/** The duty that a row names, or why there is none, as the second half of a sentence. */
export function dutyOfRow(
  { pack: code, duty: id }: Pick<PackDutyRule, "pack" | "duty">,
  packs: readonly Pack[],
): { pack: Pack; duty: PackDuty } | { problem: string } {
  const pack = packs.find(({ card }) => card.code === code);
  if (pack === undefined) {
    const known = packs.map(({ card }) => card.code).join(", ");
    return { problem: `there is no pack "${code}", expected one of: ${known || "none is here"}` };
  }
  const duty = pack.duties.find((each) => each.id === id);
  if (duty !== undefined) return { pack, duty };
  return { problem: `the pack ${code} has no duty "${id}"; hq pack duties lists them` };
}

/** The pack of the company's country, however the constitution writes the country; null without one. */
export function packOf({ company }: Constitution, packs: readonly Pack[]): Pack | null {
  const { country } = company;
  if (country === null) return null;
  const isOurs = ({ card }: Pack) =>
    card.country !== null && (sameName(card.name, country) || sameName(card.country, country));
  return packs.find(isOurs) ?? null;
}

/**
 * The packs whose facts and pages are this company's: that of its country, with its layers in it; without one, the
 * layers, whose skills every company has. In a kit that no company was set up in, all of them, layers first.
 */
export function packsInForce(constitution: Constitution, packs: readonly Pack[]): Pack[] {
  const own = packOf(constitution, packs);
  if (own !== null) return [own];
  const layers = packs.filter(({ card }) => card.country === null);
  if (constitution.company.country !== null) return layers;
  return [...layers, ...packs.filter((pack) => !layers.includes(pack))];
}

/** A row that names a duty of a pack, with the pack's cells where the founder left them empty. */
export interface PackRule {
  row: PackDutyRule;
  pack: Pack;
  duty: PackDuty;
  answers: Answers;
  /** The duty's name: what is remembered of it stands under that. */
  obligation: string;
  agent: string;
  warnDays: number;
}

/** The rows whose duty is known, and for each other one why it is in no plan. */
export function packRules(
  constitution: Constitution,
  packs: readonly Pack[],
): { rules: PackRule[]; problems: { row: PackDutyRule; problem: string }[] } {
  const rules: PackRule[] = [];
  const problems: { row: PackDutyRule; problem: string }[] = [];
  const onBoard = new Set(constitution.departments.map(({ agent }) => agent));
  for (const row of constitution.packDuties) {
    const found = dutyOfRow(row, packs);
    if ("problem" in found) {
      problems.push({ row, problem: found.problem });
      continue;
    }
    const { pack, duty } = found;
    const owner = onBoard.has(duty.agent) ? duty.agent : "founder";
    rules.push({
      row,
      pack,
      duty,
      answers: answersOf(constitution.situation, pack),
      obligation: duty.name,
      agent: row.agent ?? owner,
      warnDays: row.warnDays ?? duty.warnDays,
    });
  }
  return { rules, problems };
}

/** The duty of the pack that a row of the founder's names in words; null when there is none. */
export function dutyNamed(pack: Pack, obligation: string): PackDuty | null {
  return pack.duties.find(({ name }) => slugOf(name) === slugOf(obligation)) ?? null;
}

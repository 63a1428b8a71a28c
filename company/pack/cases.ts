/** The worked examples of a pack, run: a figure or a rule that changes them is told. */
import type { Finding } from "../finding.ts";
import { errorAt } from "../kit/findings.ts";
import { dutyDays } from "./due-days.ts";
import type { Pack } from "./pack.ts";
import type { PackCase } from "./schema.ts";
import { conditionsHold } from "./situation.ts";

/** One finding for each case of the pack that does not come out as written. */
export function runCases(pack: Pack, file: string): Finding[] {
  return pack.cases.flatMap((each) => {
    const found = outcomeOf(pack, each);
    const wanted = wantedOf(each);
    if (found === wanted) return [];
    return [
      errorAt(file, 0, {
        what: `the case "${each.name}" gives ${found}`,
        expected: wanted,
        fix: "Correct the figure or rule that changed it, or the case if the law changed.",
      }),
    ];
  });
}

function wantedOf(each: PackCase): string {
  if (each.kind === "sum") return each.is.toFixed(2);
  return each.kind === "applies" ? each.is : printed(each.days);
}

function outcomeOf(pack: Pack, each: PackCase): string {
  if (each.kind === "sum") return sumOf(pack, each.of);
  const duty = pack.duties.find(({ id }) => id === each.duty);
  if (duty === undefined) return `no duty "${each.duty}"`;
  const answers = new Map(Object.entries(each.answers));
  if (each.kind === "applies") return conditionsHold(duty.when, answers);
  return printed(dutyDays(pack, duty, { answers, from: each.from, to: each.to }));
}

function printed(days: readonly { due: string; until: string; period: string }[]): string {
  return days.map(({ due, until, period }) => `${due} until ${until} (${period})`).join("; ");
}

/** From left to right, as on a pocket calculator; a fact in percent is its hundredth. */
function sumOf(pack: Pack, terms: readonly (number | string)[]): string {
  let result = 0;
  let sign = "+";
  for (const term of terms) {
    if (typeof term === "string" && /^[-+*/]$/.test(term)) {
      sign = term;
      continue;
    }
    const value = typeof term === "number" ? term : figureOf(pack, term);
    if (typeof value === "string") return value;
    if (sign === "+") result += value;
    else if (sign === "-") result -= value;
    else if (sign === "*") result *= value;
    else result /= value;
  }
  return (Math.round((result + Number.EPSILON) * 100) / 100).toFixed(2);
}

/** The newest row of a fact as a number, or what is wrong with it. */
function figureOf(pack: Pack, id: string): number | string {
  const rows = pack.facts
    .filter((fact) => fact.id === id)
    .toSorted((a, b) => ((a.from ?? "") < (b.from ?? "") ? 1 : -1));
  const [fact] = rows;
  if (fact === undefined) return `no fact "${id}"`;
  if (typeof fact.value !== "number") return `no number in the fact "${id}"`;
  return fact.unit === "percent" ? fact.value / 100 : fact.value;
}

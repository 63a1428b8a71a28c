/** Whether the rows of Obligations are those that follow from country and answers, each with the command that mends it. */
import type { Constitution } from "../constitution/types.ts";
import type { Finding } from "../finding.ts";
import { noteAt, warningAt } from "../kit/findings.ts";
import { conditionWords } from "./new-company.ts";
import type { Pack } from "./pack.ts";
import { answersOf, dutyNamed } from "./rows.ts";
import type { PackDuty } from "./schema.ts";
import { conditionsHold } from "./situation.ts";

/** What `hq setup` would bring or take of the rows of this pack, which is that of the company's country. */
export function checkFollowing(file: string, constitution: Constitution, pack: Pack): Finding[] {
  const answers = answersOf(constitution.situation, pack);
  const rows = new Map(
    constitution.packDuties
      .filter((row) => row.pack === pack.card.code)
      .map(({ duty, line }) => [duty, line]),
  );
  const inWords = constitution.obligations.flatMap(
    ({ obligation }) => dutyNamed(pack, obligation)?.id ?? [],
  );
  const findings: Finding[] = [];
  for (const { pack: code, duty, line } of constitution.packDuties) {
    const known = code === pack.card.code ? pack.duties.find(({ id }) => id === duty) : undefined;
    if (known !== undefined && conditionsHold(known.when, answers) === "no") {
      findings.push(ruledOut(file, line, { pack, duty: known }));
    }
  }
  if (rows.size === 0 && inWords.length === 0) return [...findings, withoutRows(file, pack)];
  const missing = pack.duties.filter(
    ({ id, when }) =>
      when !== undefined &&
      !rows.has(id) &&
      !inWords.includes(id) &&
      conditionsHold(when, answers) === "yes",
  );
  return missing.length === 0 ? findings : [...findings, notInPlan(file, missing)];
}

/** A row of another country's pack: the company left it, or its country was changed by hand. */
export function checkOtherPacks(
  file: string,
  constitution: Constitution,
  { pack, packs }: { pack: Pack | null; packs: readonly Pack[] },
): Finding[] {
  return constitution.packDuties.flatMap((row) => {
    const other = packs.find(({ card }) => card.code === row.pack && card.country !== null);
    if (other === undefined || other === pack) return [];
    return [
      warningAt(file, row.line, {
        what: `${row.pack}:${row.duty}, a duty of ${other.card.name}, in a company in ${constitution.company.country ?? "no country"}`,
        expected: "duties of the company's country",
        fix: "Run hq setup: it shows what goes and what comes. If the country is wrong, run hq setup country NAME.",
      }),
    ];
  });
}

function ruledOut(
  file: string,
  line: number,
  { pack, duty }: { pack: Pack; duty: PackDuty },
): Finding {
  return warningAt(file, line, {
    what: `${pack.card.code}:${duty.id} (${duty.name}), which your answers rule out`,
    expected: `a row of it only where ${conditionWords(duty.when)}`,
    fix: "Run hq setup: it shows what goes and what comes, and asks.",
  });
}

function withoutRows(file: string, pack: Pack): Finding {
  return warningAt(file, 0, {
    what: `no duty of the pack ${pack.card.code}, in a company in ${pack.card.name}`,
    expected: "rows that follow from the country and your answers",
    fix: "Run hq setup: it shows which come, and asks.",
  });
}

function notInPlan(file: string, missing: readonly PackDuty[]): Finding {
  const names = missing.map(({ name }) => name).join("; ");
  return noteAt(file, {
    what: `${missing.length === 1 ? "a duty" : `${missing.length} duties`} that your answers make yours in no row of Obligations: ${names}`,
    expected: "a row for each, or none on purpose",
    fix: "To have them in the plan, run hq setup duties.",
  });
}

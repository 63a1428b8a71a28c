/** What one row of a pack says of another: ids that are there once, and names that lead somewhere. */
import type { Finding } from "../finding.ts";
import type { KitFile } from "../kit/context.ts";
import { errorAt, lineAt } from "../kit/findings.ts";
import { unknownFigures } from "./figures.ts";
import type { Pack } from "./pack.ts";
import type { PackFact, Question, When } from "./schema.ts";

interface Fault {
  part: string;
  id: string;
  what: string;
  expected: string;
}

/** What is wrong between the rows of a pack; `files` are those of all packs, by path. */
export function checkPack(pack: Pack, files: ReadonlyMap<string, KitFile>): Finding[] {
  const faults = [
    ...twice("duties", pack.duties),
    ...twice("duties", pack.notDue),
    ...twice("questions", pack.questions),
    ...twice("holidays", pack.holidays),
    ...twice("law", pack.law),
    ...twice("mentions", pack.mentions),
    ...twice("dates-ahead", pack.dates),
    ...overlapping(pack.facts),
    ...ofBothKinds(pack),
    ...pack.duties.flatMap((duty) => dutyFaults(pack, duty)),
    ...pack.notDue.flatMap(({ id, when }) => whenFaults(pack, { part: "duties", id, when })),
    ...pack.dates.flatMap(({ id, when }) => whenFaults(pack, { part: "dates-ahead", id, when })),
    ...pack.questions.flatMap(questionFaults),
    ...figureFaults(pack, files),
    ...regionFaults(pack),
    ...pack.askedHolidays
      .filter((id) => questionOf(pack, id)?.kind !== "month-day")
      .map((id) =>
        fault(["holidays", id], `the question "${id}"`, "a question of the kind month-day"),
      ),
  ];
  return faults.map((each) => findingOf(pack, files, each));
}

function dutyFaults(pack: Pack, duty: Pack["duties"][number]): Fault[] {
  const { id, grace, starts, schedules } = duty;
  const faults = whenFaults(pack, { part: "duties", id, when: duty.when });
  if (grace !== undefined && !pack.graces.some((each) => each.id === grace)) {
    faults.push(fault(["duties", id], `the grace "${grace}"`, "a row of graces in pack.json"));
  }
  if (starts !== undefined && questionOf(pack, starts.question)?.kind !== "date") {
    const what = `starts by the question "${starts.question}"`;
    faults.push(fault(["duties", id], what, "a question of the kind date"));
  }
  for (const name of duty.facts ?? []) {
    if (pack.facts.some((fact) => fact.id === name)) continue;
    faults.push(fault(["duties", id], `the fact "${name}"`, "the id of a row in facts.json"));
  }
  for (const { every, of = [] } of schedules) {
    const most = { month: 12, quarter: 4, year: 1 }[every];
    const beyond = of.find((number) => number > most);
    if (beyond === undefined) continue;
    faults.push(fault(["duties", id], `${every} ${beyond} in of`, `1 to ${most}`));
  }
  return faults;
}

function whenFaults(
  pack: Pack,
  { part, id, when }: { part: string; id: string; when: When | undefined },
): Fault[] {
  return Object.entries(when ?? {}).flatMap(([name, values]): Fault[] => {
    const question = questionOf(pack, name);
    if (question === undefined) {
      return [fault([part, id], `a condition on "${name}"`, "the id of a question")];
    }
    const known = question.options.map(({ value }) => value);
    const strange = values.find((value) => !known.includes(value));
    return strange === undefined
      ? []
      : [fault([part, id], `the answer "${strange}" of "${name}"`, known.join(", "))];
  });
}

/** A sentence that names a figure which no fact has, and a row for a page that the pack does not make. */
function figureFaults(pack: Pack, files: ReadonlyMap<string, KitFile>): Fault[] {
  const hasPage = (page: string) =>
    [...files.keys()].some((file) => file.endsWith(`/pages/${page}.md`));
  const of = (part: string, id: string, unknown: readonly string[]): Fault[] =>
    unknown.map((term) =>
      fault([part, id], `{{${term}}} in its sentence`, "a fact of the pack with a number"),
    );
  const own = pack.facts.flatMap((row): Fault[] => [
    ...of("facts", row.id, unknownFigures(row.says ?? String(row.value), pack.facts, row)),
    ...(row.says !== undefined && !row.says.includes("{{value")
      ? [fault(["facts", row.id], "says without {{value}}", "the place of the number in it")]
      : []),
    ...(row.page !== undefined && !hasPage(row.page)
      ? [
          fault(
            ["facts", row.id],
            `the page "${row.page}"`,
            `a file pages/${row.page}.md of the pack`,
          ),
        ]
      : []),
  ]);
  const law = pack.law.flatMap(({ id, says }) => of("law", id, unknownFigures(says, pack.facts)));
  return [...own, ...law];
}

function questionFaults({ id, kind, options, assumed }: Question): Fault[] {
  if (kind === "choice" && options.length < 2) {
    return [fault(["questions", id], "a choice with fewer than two options", "two or more")];
  }
  if (assumed === undefined || options.some(({ value }) => value === assumed)) return [];
  return [fault(["questions", id], `"${assumed}" as assumed`, "one of its options")];
}

function regionFaults({ card, holidays, facts }: Pack): Fault[] {
  const known = new Set(card.regions.map(({ id }) => id));
  const of = (
    part: string,
    rows: readonly { id: string; region?: string | undefined }[],
  ): Fault[] =>
    rows
      .filter(({ region }) => region !== undefined && !known.has(region))
      .map(({ id, region }) =>
        fault([part, id], `the region "${region}"`, "a region of pack.json"),
      );
  return [...of("holidays", holidays), ...of("facts", facts)];
}

function twice(part: string, rows: readonly { id: string }[]): Fault[] {
  const seen = new Set<string>();
  return rows.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [fault([part, id], `the id "${id}" twice`, "one row of each id")];
  });
}

/** `hq facts renew ID` must know which row is meant. */
function ofBothKinds({ facts, law }: Pack): Fault[] {
  const ids = new Set(facts.map(({ id }) => id));
  return law
    .filter(({ id }) => ids.has(id))
    .map(({ id }) =>
      fault(["law", id], `the id "${id}", which a fact has too`, "an id of its own"),
    );
}

/** One fact may have a row for each period and region, and no day two of them. */
function overlapping(facts: readonly PackFact[]): Fault[] {
  const groups = Map.groupBy(facts, ({ id, region }) => `${id} ${region ?? ""}`);
  return [...groups.values()].flatMap((rows) =>
    rows.flatMap((one, at) => {
      if ((one.from ?? "") > (one.until ?? "9")) {
        return [fault(["facts", one.id], `until ${one.until}`, `a day after ${one.from}`)];
      }
      const meets = rows.slice(at + 1).some((other) => {
        return (one.from ?? "") <= (other.until ?? "9") && (other.from ?? "") <= (one.until ?? "9");
      });
      return meets
        ? [fault(["facts", one.id], "two rows for one day", "from and until that part them")]
        : [];
    }),
  );
}

function questionOf(pack: Pack, id: string): Question | undefined {
  return pack.questions.find((question) => question.id === id);
}

function fault(
  [part, id]: readonly [part: string, id: string],
  what: string,
  expected: string,
): Fault {
  return { part, id, what, expected };
}

function findingOf(pack: Pack, files: ReadonlyMap<string, KitFile>, each: Fault): Finding {
  const codes = [pack.card.code, ...pack.card.inherits];
  const inFiles = codes.flatMap((code) =>
    [...files.values()].filter(({ path }) => path.endsWith(`/${code}/${each.part}.json`)),
  );
  const needle = `"${each.id}"`;
  const file = inFiles.find(({ text }) => text.includes(needle)) ?? inFiles[0];
  const line =
    file === undefined ? 0 : lineAt(file.text, Math.max(0, file.text.lastIndexOf(needle)));
  return errorAt(file?.path ?? `packs/${pack.card.code}/${each.part}.json`, line, {
    what: `"${each.id}" with ${each.what}`,
    expected: each.expected,
    fix: "Correct the row.",
  });
}

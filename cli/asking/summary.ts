/** What was answered and what follows from it, on one screen, before anything is written. */
import { openDuties, usualDuties } from "../../company/pack/new-company.ts";
import type { Pack } from "../../company/pack/pack.ts";
import type { Answers } from "../../setup/answers.ts";
import type { Io } from "../context.ts";
import { colors, sentences } from "../output.ts";

/** Columns of the names on the left. */
const NAME_COLUMNS = 26;

/** Each answer on a line of its own, then the duties that come, those that wait, and those that do not hold. */
export function printSummary(io: Io, answers: Answers, pack: Pack | null): void {
  const rows: [string, string][] = [
    ["company", answers.company],
    ["founder", answers.founder],
    ["country", answers.country],
    ["time zone", answers.timeZone],
    ["currency", answers.currency],
    ["language", answers.language],
    ...(pack?.questions ?? []).map(({ id }): [string, string] => [
      id,
      answers.situation[id] ?? "not known yet",
    ]),
    ["products", answers.products.map(({ name, status }) => `${name} (${status})`).join(", ")],
    ["departments", answers.departments.join(", ")],
  ];
  io.stdout(colors(io).bold("\nYour answers\n"));
  for (const [name, value] of rows) {
    io.stdout(sentences(io, value === "" ? "none" : value, `  ${name.padEnd(NAME_COLUMNS)}`));
  }
  io.stdout(colors(io).bold("\nWhat follows\n"));
  for (const line of followingLines(
    answers.country,
    pack,
    new Map(Object.entries(answers.situation)),
  )) {
    io.stdout(sentences(io, line, "  "));
  }
}

/** Which duties come, which of them wait for an answer, and how many do not hold. */
export function followingLines(
  country: string,
  pack: Pack | null,
  situation: ReadonlyMap<string, string>,
): string[] {
  if (pack === null) {
    return [`No duties of ${country} are known here: the first week asks an accountant for them.`];
  }
  const come = usualDuties(pack, situation);
  const open = openDuties(pack, situation);
  const not = pack.duties.filter((duty) => !come.includes(duty));
  return [
    `${come.length} duties come: ${namesOf(come)}.`,
    ...(open.length === 0 ? [] : [`${open.length} of them wait for an answer: ${namesOf(open)}.`]),
    ...(not.length === 0 ? [] : [`${not.length} do not hold: ${namesOf(not)}.`]),
  ];
}

/** All of them: a duty that nobody sees is what a founder pays for. */
function namesOf(duties: readonly { name: string }[]): string {
  return duties.map(({ name }) => name).join("; ");
}

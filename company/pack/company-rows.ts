/** What a company's constitution says of the packs: rows of Obligations and answers of Situation. */

import type { Constitution } from "../constitution/types.ts";
import type { Finding } from "../finding.ts";
import { errorAt, warningAt } from "../kit/findings.ts";
import { nearWord } from "../near-word.ts";
import { checkFollowing, checkOtherPacks } from "./check-following.ts";
import type { Pack } from "./pack.ts";
import { packOf, packRules } from "./rows.ts";
import type { Question } from "./schema.ts";
import { answerProblem } from "./situation.ts";

/** The findings about the page `file`: an error for a row that is in no plan, notes for what the founder changed. */
export function checkPackRows(
  file: string,
  constitution: Constitution,
  packs: readonly Pack[],
): Finding[] {
  const { problems } = packRules(constitution, packs);
  const pack = packOf(constitution, packs);
  return [
    ...problems.map(({ row, problem }) =>
      errorAt(file, row.line, {
        what: `the obligation ${row.pack}:${row.duty}, but ${problem}`,
        expected: "a duty of a pack that is here, such as pt:iva-periodic",
        fix: "Correct the name, or write the duty with a schedule of your own: it is in no plan like this.",
      }),
    ),
    ...constitution.packDuties.flatMap((row) => ownCells(file, row)),
    ...checkOtherPacks(file, constitution, { pack, packs }),
    ...(pack === null
      ? withoutPack(file, constitution)
      : [...answerFindings(file, constitution, pack), ...checkFollowing(file, constitution, pack)]),
  ];
}

/** A cell that the founder filled wins over the pack, and is told. */
function ownCells(file: string, row: Constitution["packDuties"][number]): Finding[] {
  const filled = [
    ...(row.schedule === null ? [] : [`Schedule ${row.schedule}`]),
    ...(row.agent === null ? [] : [`Agent ${row.agent}`]),
    ...(row.warnDays === null ? [] : [`Warn ${row.warnDays} days`]),
  ];
  if (filled.length === 0) return [];
  return [
    {
      file,
      line: row.line,
      severity: "note",
      what: `${row.pack}:${row.duty} has cells of its own: ${filled.join(", ")}`,
      expected: "empty cells, or your own on purpose: yours count instead of the pack's",
      fix: "Empty a cell to take the pack's value.",
    },
  ];
}

function answerFindings(file: string, constitution: Constitution, pack: Pack): Finding[] {
  return constitution.situation.flatMap(({ line, section, question, answer }) => {
    const asked = pack.questions.find(({ id }) => id === question);
    if (asked === undefined) {
      const known = pack.questions.map(({ id }) => id).join(", ");
      return [
        warningAt(file, line, {
          what: `the question "${question}" in "${section}"`,
          expected: `a question of the pack ${pack.card.code}: ${known}`,
          fix: "Rename or delete the row: nothing reads it.",
        }),
      ];
    }
    const expected = answerProblem(asked, answer);
    if (expected === null) return [];
    return [
      errorAt(file, line, {
        what: `the answer "${answer}" to "${question}" in "${section}"`,
        expected,
        fix: `Run hq setup ${question} ${nearAnswer(asked, answer) ?? "ANSWER"}; until then the question counts as open.`,
      }),
    ];
  });
}

function nearAnswer({ options }: Question, answer: string): string | null {
  return nearWord(
    answer,
    options.map(({ value }) => value),
  );
}

function withoutPack(file: string, { situation }: Constitution): Finding[] {
  const [first] = situation;
  if (first === undefined) return [];
  return [
    warningAt(file, first.line, {
      what: `answers in "${first.section}", but no pack for the company's country`,
      expected: "a country whose pack is here",
      fix: "Run hq setup, which keeps them aside and says where, or hq setup country NAME.",
    }),
  ];
}

/** What the founder should know beside the plan of `hq setup`. */
import { parseBoard } from "../company/board/parse.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import { unreadLanguageWords } from "../company/claims/languages.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { type RawAnswers, suggestions } from "./answers.ts";
import type { SetupInput, SetupPlan } from "./plan-setup.ts";
import { completedAddresses } from "./product-answer.ts";

/** The company as it was read from the disk. */
export interface SetupCompany {
  constitution: Constitution;
  input: Omit<SetupInput, "wish">;
  board: string;
}

/** What was made of the answers, and what they do not change by themselves, one sentence each. */
export function setupNotes(
  { constitution, board, input }: SetupCompany,
  plan: SetupPlan,
  raw: RawAnswers,
): string[] {
  const { company } = plan.constitution;
  const language = unreadLanguageWords(company.language);
  const isNewLanguage = company.language !== constitution.company.language;
  return [
    ...completedAddresses(raw.product ?? []),
    ...(language !== null && isNewLanguage ? [language] : []),
    ...(company.country === constitution.company.country
      ? []
      : afterMoving(constitution, plan.constitution, { board, packs: input.packs })),
  ];
}

/** What stays as it was in the country before, with the command that changes it. */
function afterMoving(
  before: Constitution,
  after: Constitution,
  { board, packs }: { board: string; packs: SetupInput["packs"] },
): string[] {
  const { country, timeZone, currency } = after.company;
  const usual = suggestions({
    raw: { country: country ?? "" },
    ...{ constitution: null, known: [], packs, systemTimeZone: timeZone },
  });
  const old = before.company.country ?? "";
  const tasks = parseBoard(board, BOARD_FILE).board.tasks.filter(
    ({ done, title }) => !done && old !== "" && title.includes(old),
  );
  return [
    ...(usual.timezone === undefined || usual.timezone === timeZone
      ? []
      : [
          `The time zone stays ${timeZone}; usual there is ${usual.timezone}: hq setup timezone ${usual.timezone}`,
        ]),
    ...(usual.currency === undefined || usual.currency === currency
      ? []
      : [
          `The currency stays ${currency}; usual there is ${usual.currency}: hq setup currency ${usual.currency}`,
        ]),
    ...tasks.map(({ id, title }) => `${id} on the board speaks of ${old} and stays: ${title}`),
  ];
}

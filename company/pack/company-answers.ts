/** The founder's answers as rows of the table Company: one for each question of the country's pack. */
import { isQuestionName } from "../constitution/company-fields.ts";
import { replaceTableRows } from "../constitution/edit.ts";
import { NOT_SET } from "../constitution/sections.ts";
import type { Constitution } from "../constitution/types.ts";
import { HqError } from "../error.ts";
import { plainText } from "../markdown/cells.ts";
import { findTable } from "../markdown/table.ts";
import type { Answers, Pack } from "./pack.ts";

/** The section in which earlier versions kept the answers. */
const OLD_SECTION = "Situation";
const OLD_WORDS =
  "What decides which duties of the country's pack apply; `hq pack questions` asks, `hq pack answer` writes.";

/** The answers as they stand on the page, those too that their question does not know: they are the founder's. */
export function writtenAnswers({
  situation,
}: Pick<Constitution, "situation">): Map<string, string> {
  return new Map(situation.map(({ question, answer }) => [question, answer]));
}

export interface CompanyAnswers {
  /** The pack whose questions are asked; null where the country has none. */
  pack: Pack | null;
  answers: Answers;
  /** Packs whose questions are no longer asked when they are none of `pack`'s. */
  former?: readonly Pack[];
}

/**
 * The page with a row in the table Company for each question of the pack, in the pack's order below the fields; an
 * open one says `not set`. Rows of former packs go, and so does the table in which earlier versions kept them. Rows
 * that no pack knows stay. The same page and answers give the same text.
 * @throws HqError `invalid-file` when there is no table Company to write them into.
 */
export function withCompanyAnswers(page: string, asked: CompanyAnswers): string {
  const table = findTable(page, "Company");
  const fieldAt = table?.columns.findIndex((column) => /^field$/i.test(column.trim())) ?? -1;
  const valueAt = table?.columns.findIndex((column) => /^value$/i.test(column.trim())) ?? -1;
  if (table === null || fieldAt === -1 || valueAt === -1) throw noPlace(table?.columns ?? null);
  const { pack, answers, former = [] } = asked;
  const ours = new Set(
    [pack, ...former].flatMap((one) => one?.questions.map(({ id }) => id) ?? []),
  );
  const nameOf = (cells: readonly string[]): string => plainText(cells[fieldAt] ?? "").trim();
  const isOurs = (cells: readonly string[]): boolean =>
    isQuestionName(nameOf(cells)) && ours.has(nameOf(cells));
  const others = table.rows.map(({ cells }) => cells).filter((cells) => !isOurs(cells));
  const rows = (pack?.questions ?? []).map(({ id }) =>
    table.columns.map((_, at) =>
      at === fieldAt ? id : at === valueAt ? (answers.get(id) ?? NOT_SET) : "",
    ),
  );
  return withoutOldTable(replaceTableRows(page, "Company", [...others, ...rows]), ours);
}

function noPlace(columns: readonly string[] | null): HqError {
  const found = columns === null ? "no such table" : `the columns ${columns.join(" | ")}`;
  return new HqError(
    "invalid-file",
    `Cannot write answers into the table "Company": found ${found}, expected Field | Value. Nothing was changed.`,
    { hint: "Run `hq doctor`: it names the line." },
  );
}

/** The page without the older table's rows of these questions; the whole section where nothing else is in it. */
function withoutOldTable(page: string, questions: ReadonlySet<string>): string {
  const table = findTable(page, OLD_SECTION);
  if (table === null) return page;
  const left = table.rows
    .map(({ cells }) => cells)
    .filter((cells) => !questions.has(plainText(cells[0] ?? "").trim()));
  if (left.length > 0) return replaceTableRows(page, OLD_SECTION, left);
  const lines = page.split("\n");
  const heading = lines.findLastIndex(
    (line, at) => at < table.start && new RegExp(`^## +${OLD_SECTION}\\s*$`, "i").test(line),
  );
  const next = lines.findIndex((line, at) => at >= table.end && /^## /.test(line));
  const end = next === -1 ? lines.length : next;
  const around = [...lines.slice(heading + 1, table.start - 1), ...lines.slice(table.end, end)];
  const isOnlyOurs = around.every((line) => line.trim() === "" || line.trim() === OLD_WORDS);
  // What the founder wrote around it stays.
  if (heading === -1 || !isOnlyOurs) return replaceTableRows(page, OLD_SECTION, []);
  const kept = [...lines.slice(0, heading), ...lines.slice(end)].join("\n");
  return next === -1 ? `${kept.trimEnd()}${page.includes("\r\n") ? "\r\n" : "\n"}` : kept;
}

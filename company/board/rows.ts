/** A task as a row of a table in Markdown, or as it is pasted from a spreadsheet or an export. */
import { isIsoDate } from "../dates.ts";
import { withIsoDates } from "../written-dates.ts";
import { BOARD_SECTIONS } from "./task.ts";

export interface Row {
  /** Title, owner and date, with the board's own separators. */
  rest: string;
  done: boolean;
}

/** A row says in words where it stands. */
const SECTIONS = new Set(BOARD_SECTIONS.map((section) => section.toLowerCase()));
const RULE = /^[\s|:+-]+$/;
const FEWEST_CELLS = 3;
const BOX = /^\[([ xX]?)\]$/;
const ID = /^[Tt]-\d{1,6}$/;

/** The row; null for a line that has no cells, or none that is an owner, a day, a box or an id. */
export function rowOf(text: string, owners: ReadonlySet<string>): Row | null {
  const cells = RULE.test(text) ? [] : cellsOf(text);
  if (cells.length < FEWEST_CELLS) return null;
  const found: { owner?: string; due?: string; box?: string; id?: string } = {};
  const words: string[] = [];
  for (const cell of cells) {
    const day = withIsoDates(cell);
    const name = cell.replace(/^@/, "").toLowerCase();
    if (found.owner === undefined && owners.has(name)) found.owner = name;
    else if (found.due === undefined && isIsoDate(day)) found.due = day;
    else if (found.box === undefined && BOX.test(cell)) found.box = BOX.exec(cell)?.[1] ?? "";
    else if (found.id === undefined && ID.test(cell)) found.id = cell;
    else if (cell !== "" && !SECTIONS.has(cell.toLowerCase())) words.push(cell);
  }
  // The words of a task are more than those of a state or a column of codes, which stay behind them.
  const title = words.reduce(
    (longest, cell) => (cell.length > longest.length ? cell : longest),
    "",
  );
  if (Object.keys(found).length === 0 || title === "") return null;
  const fields = [
    ...(found.owner === undefined ? [] : [`@${found.owner}`]),
    ...(found.due === undefined ? [] : [`due ${found.due}`]),
  ];
  const others = words.filter((_, at) => at !== words.indexOf(title));
  const whole = others.length === 0 ? title : `${title} (${others.join(", ")})`;
  const named = found.id === undefined ? whole : `${found.id} ${whole}`;
  return { rest: [named, ...fields].join(" · "), done: /x/i.test(found.box ?? "") };
}

function cellsOf(text: string): string[] {
  const line = text.trim();
  if (/^\|.*\|/.test(line)) return cut(line.replace(/^\||\|$/g, ""), "|");
  const mark = ["\t", ";", ","].find((each) => line.split(each).length >= FEWEST_CELLS);
  // Words with commas are a sentence; a row has none of the blanks behind them.
  return mark === undefined || /^[-*+•]\s/u.test(line) || line.includes(", ")
    ? []
    : cut(line, mark);
}

function cut(line: string, mark: string): string[] {
  return line.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

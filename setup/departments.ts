/**
 * Which departments are on board, and every place that names one: the constitution's tables, the
 * `agents` and `handoffs` of agent files, the `agent` of prompts. A reviewer who is not on board is
 * the founder; recurring work of an absent department goes to the COO, who has the standup.
 */

import type { Rows } from "./constitution-rows.ts";
import { constitutionTables } from "./constitution-rows.ts";
import { addFromPristine, fieldOf, removeFromList, replaceField } from "./front-matter-list.ts";

/** The one department that a company cannot do without. */
export const COORDINATOR = "coo";
const FOUNDER = "founder";
const CONSTITUTION = ".github/copilot-instructions.md";

/** Kit files by path from the root, as texts. */
export type KitFiles = ReadonlyMap<string, string>;

/** `.github/agents/coo.agent.md` for `coo`. */
export function agentFile(id: string): string {
  return `.github/agents/${id}.agent.md`;
}

/** The department whose agent file this is, or null. */
export function departmentOfFile(path: string): string | null {
  return /^\.github\/agents\/([^/]+)\.agent\.md$/.exec(path)?.[1] ?? null;
}

/** The departments that the kit has, in the order of its constitution. */
export function departmentsOf(constitution: string): string[] {
  return constitutionTables(constitution)
    .rows("Departments")
    .map((cells) => idOf(cells[0]));
}

/**
 * One file of the kit for a company without these departments; null when the file is the agent
 * file of one of them. Pure: the same file and departments give the same text.
 */
export function withoutDepartments(
  path: string,
  text: string,
  absent: readonly string[],
): string | null {
  const own = departmentOfFile(path);
  if (own !== null && absent.includes(own)) return null;
  return absent.reduce((result, id) => removeDepartment(path, result, id), text);
}

/** One file that is not the department's own, with no reference to the department left. */
export function removeDepartment(path: string, text: string, id: string): string {
  if (path === CONSTITUTION) return removeFromConstitution(text, id);
  if (departmentOfFile(path) !== null) {
    const agents = removeFromList(text, { file: path, key: "agents" }, id);
    return removeFromList(agents, { file: path, key: "handoffs" }, id);
  }
  if (isPrompt(path)) return replaceField(text, "agent", { from: id, to: COORDINATOR });
  return text;
}

/**
 * One file that is not the department's own, with the references to the department that the kit's
 * own text (`pristine`) has. Rows and fields that the founder gave another value stay.
 */
export function addDepartment(
  path: string,
  text: string,
  wanted: { id: string; pristine: string; onBoard: readonly string[] },
): string {
  if (path === CONSTITUTION) return addToConstitution(text, wanted);
  if (departmentOfFile(path) !== null) {
    const agents = addFromPristine(text, { file: path, key: "agents" }, wanted);
    return addFromPristine(agents, { file: path, key: "handoffs" }, wanted);
  }
  if (isPrompt(path) && fieldOf(wanted.pristine, "agent") === wanted.id) {
    return replaceField(text, "agent", { from: COORDINATOR, to: wanted.id });
  }
  return text;
}

function isPrompt(path: string): boolean {
  return path.startsWith(".github/prompts/") && path.endsWith(".prompt.md");
}

function removeFromConstitution(text: string, id: string): string {
  const tables = constitutionTables(text);
  tables.edit("Departments", (cells) => (idOf(cells[0]) === id ? null : cells));
  tables.edit("Review triggers", (cells) => replaced(cells, 2, { from: id, to: FOUNDER }));
  tables.edit("Memory ownership", (cells) => {
    const writers = listOf(cells[1]);
    if (!writers.includes(id)) return cells;
    return withCell(cells, 1, ownersWithout(writers, [id]).join(", "));
  });
  tables.edit("Cadence", (cells) => replaced(cells, 2, { from: id, to: COORDINATOR }));
  // A duty by law stays with a person when nobody on board knows the field.
  tables.edit("Obligations", (cells) => replaced(cells, 2, { from: id, to: FOUNDER }));
  tables.edit("Budgets", (cells) => (idOf(cells[0]) === id ? null : cells));
  return tables.text();
}

function addToConstitution(
  text: string,
  wanted: { id: string; pristine: string; onBoard: readonly string[] },
): string {
  const { id } = wanted;
  const kit = constitutionTables(wanted.pristine);
  const tables = constitutionTables(text);
  tables.insertLike("Departments", kit.rows("Departments"), id);
  const triggers = kit.rows("Review triggers");
  tables.edit("Review triggers", (cells) =>
    kitValue(triggers, cells, 2) === id ? replaced(cells, 2, { from: FOUNDER, to: id }) : cells,
  );
  const obligations = kit.rows("Obligations");
  tables.edit("Obligations", (cells) =>
    kitValue(obligations, cells, 2) === id ? replaced(cells, 2, { from: FOUNDER, to: id }) : cells,
  );
  const cadence = kit.rows("Cadence");
  tables.edit("Cadence", (cells) =>
    kitValue(cadence, cells, 2) === id ? replaced(cells, 2, { from: COORDINATOR, to: id }) : cells,
  );
  const ownership = kit.rows("Memory ownership");
  tables.edit("Memory ownership", (cells) => {
    const kitWriters = listOf(kitValue(ownership, cells, 1) ?? "");
    const absent = kitWriters.filter(
      (writer) => !wanted.onBoard.includes(writer) && writer !== "*",
    );
    const untouched = ownersWithout(kitWriters, absent).join(", ") === listOf(cells[1]).join(", ");
    if (!kitWriters.includes(id) || !untouched) return cells;
    const stillAbsent = absent.filter((writer) => writer !== id);
    return withCell(cells, 1, ownersWithout(kitWriters, stillAbsent).join(", "));
  });
  return tables.text();
}

function ownersWithout(writers: readonly string[], absent: readonly string[]): string[] {
  const left = writers.filter((writer) => !absent.includes(writer));
  return left.length === 0 ? [COORDINATOR] : left;
}

function kitValue(rows: Rows, cells: readonly string[], column: number): string | null {
  return rows.find((row) => row[0] === cells[0])?.[column] ?? null;
}

/** A department as the tables may write it: `coo`, @coo or COO. */
function idOf(cell: string | undefined): string {
  return (cell ?? "").replaceAll("`", "").trim().replace(/^@/, "").toLowerCase();
}

function listOf(cell: string | undefined): string[] {
  return (cell ?? "")
    .split(",")
    .map(idOf)
    .filter((item) => item !== "");
}

function replaced(
  cells: readonly string[],
  column: number,
  value: { from: string; to: string },
): readonly string[] {
  return idOf(cells[column]) === value.from ? withCell(cells, column, value.to) : cells;
}

function withCell(cells: readonly string[], column: number, value: string): string[] {
  return cells.map((cell, at) => (at === column ? value : cell));
}

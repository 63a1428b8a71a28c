/** `hq department add` and `remove` as pure functions over the company's files. */

import { parseBoard } from "../company/board/parse.ts";
import { parseConstitution } from "../company/constitution/parse.ts";
import { HqError } from "../company/error.ts";
import { findingSentence } from "../company/finding.ts";
import { KIT_FOLDER } from "../files/root.ts";
import { type Change, effective, toText } from "./change.ts";
import { constitutionFor } from "./company-kit.ts";
import { constitutionTables } from "./constitution-rows.ts";
import {
  addDepartment,
  agentFile,
  COORDINATOR,
  departmentsOf,
  type KitFiles,
  removeDepartment,
  withoutDepartments,
} from "./departments.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
const BOARD = "BOARD.md";
export const REMOVED_FOLDER = `${KIT_FOLDER}/removed`;

export interface DepartmentInput {
  id: string;
  /** Removes an agent file although the founder changed it; a copy is kept. */
  force: boolean;
  /** The company's kit files, the board, and what stands in `.hq-kit/removed/`. */
  mine: KitFiles;
  /** The pristine copies, for all departments. */
  base: KitFiles;
  /** Where something stands that is no text: never written over. */
  others?: ReadonlySet<string>;
}

export interface DepartmentPlan {
  /** Empty when there is nothing to do. */
  changes: Change[];
  /** Open tasks on the board that the department owns; they are not changed. */
  tasks: { id: string; title: string; line: number }[];
  /** Where the founder's version of the agent file is kept, or stands from an earlier removal. */
  keptCopy: string | null;
}

export interface DepartmentRow {
  id: string;
  owns: string;
  onBoard: boolean;
  /** Whether the agent file is there. */
  file: boolean;
}

/** The departments on board and those of the kit that could come. */
export function listDepartments(mine: KitFiles, base: KitFiles): DepartmentRow[] {
  const own = constitutionTables(mine.get(CONSTITUTION) ?? "").rows("Departments");
  const kit = constitutionTables(base.get(CONSTITUTION) ?? "").rows("Departments");
  const others = kit.filter(([id]) => !own.some(([name]) => name === id));
  return [
    ...own.map((row) => ({ row, onBoard: true })),
    ...others.map((row) => ({ row, onBoard: false })),
  ].map(({ row: [id = "", owns = ""], onBoard }) => ({
    id,
    owns,
    onBoard,
    file: mine.has(agentFile(id)),
  }));
}

/**
 * The changes that bring a department of the kit on board.
 * @throws HqError `usage` when the kit has no such department.
 */
export function planAdd(input: DepartmentInput): DepartmentPlan {
  const { id, mine, base } = input;
  const { country, before, known } = shapeOf(input);
  if (!known.includes(id)) {
    throw new HqError(
      "usage",
      `Cannot add the department "${id}": the kit has none of this name, expected one of ${known.join(", ")}.`,
      {
        hint: "For a department of your own, write its agent file and its row in the table Departments.",
      },
    );
  }
  const absent = known.filter((other) => other !== id && !before.includes(other));
  const { packDuties } = parseConstitution(mine.get(CONSTITUTION) ?? "", CONSTITUTION).constitution;
  const whole = constitutionFor(base, country, { hasPack: packDuties.length > 0 });
  const kit = new Map([...base, [CONSTITUTION, whole]]);
  const changes: Change[] = [];
  const own = agentFile(id);
  const pristineOwn = withoutDepartments(own, base.get(own) ?? "", absent);
  if (!mine.has(own) && base.has(own) && pristineOwn !== null) {
    changes.push({ kind: "create", path: own, text: pristineOwn });
  }
  for (const [path, text] of mine) {
    const pristine = kit.get(path);
    if (pristine === undefined || path === own || !isReferring(path)) continue;
    const edited = addDepartment(path, text, { id, pristine, onBoard: before });
    changes.push(...toText(path, text, { text: edited, note: `${id} added` }));
  }
  verifyConstitution(input, changes);
  const removed = `${REMOVED_FOLDER}/${id}.agent.md`;
  return { changes, tasks: [], keptCopy: mine.has(removed) && changes.length > 0 ? removed : null };
}

/**
 * The changes that take a department off board.
 * @throws HqError `wrong-state` for `coo`, and for an agent file that the founder changed.
 */
export function planRemove(input: DepartmentInput): DepartmentPlan {
  const { id, mine } = input;
  if (id === COORDINATOR) {
    throw new HqError(
      "wrong-state",
      `Cannot remove the department "${COORDINATOR}": it owns the board and the standup, and takes over what others leave, expected another department. Nothing was changed.`,
    );
  }
  const { before } = shapeOf(input);
  const own = agentFile(id);
  const text = mine.get(own) ?? null;
  if (!before.includes(id) && text === null) return { changes: [], tasks: [], keptCopy: null };
  const changes: Change[] = [];
  const copy = text === null ? null : copyOfChanged(input, own, text);
  if (copy !== null) changes.push(copy);
  for (const [path, page] of mine) {
    if (path === own || !isReferring(path)) continue;
    const edited = removeDepartment(path, page, id);
    changes.push(...toText(path, page, { text: edited, note: `${id} taken out` }));
  }
  if (text !== null)
    changes.push({ kind: "remove", path: own, before: text, note: "department removed" });
  verifyConstitution(input, changes);
  const tasks = parseBoard(mine.get(BOARD) ?? "", BOARD)
    .board.tasks.filter((task) => task.agent === id && !task.done)
    .map(({ id: task, title, line }) => ({ id: task, title, line }));
  return { changes, tasks, keptCopy: copy?.path ?? null };
}

/** Whether the plan would touch the disk. */
export function isNothing(plan: DepartmentPlan): boolean {
  return effective(plan.changes).length === 0;
}

/** Files that can name a department in a field or table of their own. */
function isReferring(path: string): boolean {
  return (
    path === CONSTITUTION ||
    path.startsWith(".github/agents/") ||
    path.startsWith(".github/prompts/")
  );
}

function shapeOf({ mine, base }: DepartmentInput): {
  country: string;
  before: string[];
  known: string[];
} {
  const { company, departments } = parseConstitution(
    mine.get(CONSTITUTION) ?? "",
    CONSTITUTION,
  ).constitution;
  return {
    country: company.country ?? "",
    before: departments.map(({ agent }) => agent),
    known: departmentsOf(base.get(CONSTITUTION) ?? ""),
  };
}

/** A copy of an agent file with the founder's changes, or null when it is the kit's own. */
function copyOfChanged(
  input: DepartmentInput,
  path: string,
  text: string,
): { kind: "create"; path: string; text: string } | null {
  const { before, known } = shapeOf(input);
  const absent = known.filter((id) => !before.includes(id) && id !== input.id);
  const base = input.base.get(path);
  const pristine = base === undefined ? null : withoutDepartments(path, base, absent);
  if (pristine !== null && normal(pristine) === normal(text)) return null;
  if (!input.force) {
    throw new HqError(
      "wrong-state",
      `Cannot remove the department "${input.id}": you changed ${path}, and the change would be lost with it, expected the kit's own text. Nothing was changed.`,
      { hint: `Use --force: your text is then kept as ${REMOVED_FOLDER}/${input.id}.agent.md.` },
    );
  }
  let copy = `${REMOVED_FOLDER}/${input.id}.agent.md`;
  const isTaken = (): boolean =>
    input.others?.has(copy) === true || (input.mine.has(copy) && input.mine.get(copy) !== text);
  for (let number = 2; isTaken(); number += 1) {
    copy = `${REMOVED_FOLDER}/${input.id}-${number}.agent.md`;
  }
  return { kind: "create", path: copy, text };
}

/** A change may not leave the constitution worse than it was. */
function verifyConstitution({ mine }: DepartmentInput, changes: readonly Change[]): void {
  const change = changes.find(({ path }) => path === CONSTITUTION);
  if (change?.kind !== "merge") return;
  const before = parseConstitution(mine.get(CONSTITUTION) ?? "", CONSTITUTION).findings;
  const after = parseConstitution(change.text, CONSTITUTION).findings;
  const [first] = after;
  if (after.length <= before.length || first === undefined) return;
  throw new HqError(
    "invalid-file",
    `Cannot change the departments: the constitution would not be right after it. ${findingSentence(first)} Nothing was changed.`,
    { hint: "Mend the table by hand, then run the command again." },
  );
}

function normal(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/** The tasks of BOARD.md with their misses counted. */
import { isChronic, misses } from "../company/board/misses.ts";
import { parseBoard } from "../company/board/parse.ts";
import { BOARD_FILE, type Task } from "../company/board/task.ts";
import type { Finding } from "../company/finding.ts";
import { readBoardFile } from "./change-board.ts";
import { agentNamed } from "./people/agent-named.ts";

export interface TaskSelection {
  /** Only this department's, as somebody typed it. */
  agent?: string | undefined;
  /** Done tasks too. */
  all?: boolean | undefined;
}

export interface ListedTask extends Task {
  misses: number;
  chronic: boolean;
}

export interface TaskList {
  /** ISO date in the company's time zone. */
  today: string;
  /** The department that was asked for. */
  agent: string | null;
  /** In the board's order. */
  tasks: ListedTask[];
  /** Lines of the board that could not be understood. */
  findings: Finding[];
}

/**
 * The tasks that match.
 * @throws HqError `not-found` without a board, `usage` for a department that there is not
 */
export async function listTasks(
  { root, now }: { root: string; now: Date },
  selection: TaskSelection,
): Promise<TaskList> {
  const { text, today, constitution } = await readBoardFile(root, now);
  const departments = constitution.departments.map(({ agent }) => agent);
  const { board, findings } = parseBoard(text, BOARD_FILE, departments);
  const agent = selection.agent === undefined ? null : agentNamed(selection.agent, constitution);
  const tasks = board.tasks
    .filter((task) => selection.all === true || !task.done)
    .filter((task) => agent === null || task.agent === agent)
    .map((task) => ({ ...task, misses: misses(task, today), chronic: isChronic(task, today) }));
  return { today, agent, tasks, findings };
}

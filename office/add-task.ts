/** A new task on BOARD.md, for a person who types the department's name. */
import type { BoardRequest } from "../company/board/update.ts";
import { readConstitution } from "../files/company.ts";
import { type BoardSources, type ChangedBoard, changeBoard } from "./change-board.ts";
import { agentNamed } from "./people/agent-named.ts";

/**
 * The board's update with the task as it stands now.
 * @throws HqError `usage` for a department that there is not; else as `changeBoard`
 */
export async function addTask(
  sources: BoardSources,
  { task, by }: { task: Omit<Extract<BoardRequest, { action: "add" }>, "action">; by: string },
): Promise<ChangedBoard> {
  const { constitution } = await readConstitution(sources.root);
  const { agent, ...rest } = task;
  const owner = agent === undefined ? {} : { agent: agentNamed(agent, constitution) };
  return changeBoard(sources, { request: { action: "add", ...rest, ...owner }, by });
}

/** Other words on a task of BOARD.md, for a person who types the department's name. */
import type { BoardRequest } from "../company/board/update.ts";
import { readConstitution } from "../files/company.ts";
import { type BoardSources, type ChangedBoard, changeBoard } from "./change-board.ts";
import { agentNamed } from "./people/agent-named.ts";

/**
 * The board's update with the task as it stands now; what is not named stays.
 * @throws HqError `usage` for a department that there is not; else as `changeBoard`
 */
export async function editTask(
  sources: BoardSources,
  { edit, by }: { edit: Omit<Extract<BoardRequest, { action: "edit" }>, "action">; by: string },
): Promise<ChangedBoard> {
  const { constitution } = await readConstitution(sources.root);
  const { agent, ...rest } = edit;
  const owner = agent === undefined ? {} : { agent: agentNamed(agent, constitution) };
  return changeBoard(sources, { request: { action: "edit", ...rest, ...owner }, by });
}

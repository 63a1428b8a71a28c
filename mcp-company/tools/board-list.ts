import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { isChronic } from "../../company/board/misses.ts";
import type { Board } from "../../company/board/task.ts";
import { given, pageInput, pageOutput } from "../../office/answers.ts";
import { departmentId } from "../../office/people/departments.ts";
import type { CompanyReader } from "../../office/records/reader.ts";
import { answer, READ_ONLY } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";
import { pageOf } from "./pages.ts";
import { shownTask, showTask } from "./shown-task.ts";

const input = argumentsOf({
  section: z.enum(["Now", "Next", "Blocked", "Done"]).optional(),
  agent: textOf(50).optional().describe("Only this department's"),
  overdueOnly: z.boolean().optional(),
  page: pageInput,
});

const output = z.strictObject({
  today: z.string(),
  tasks: z.array(
    z.strictObject({
      ...shownTask,
      overdue: z.boolean(),
      chronic: z.boolean(),
    }),
  ),
  total: z.number().int().describe("How many tasks match, on all pages"),
  problems: z.array(z.string()).describe("Lines of BOARD.md that could not be understood"),
  ...pageOutput,
});

type BoardList = Omit<z.infer<typeof output>, keyof typeof pageOutput>;

/** The tasks with their misses counted, so that no department counts dates itself. */
export function registerBoardList(server: McpServer, reader: CompanyReader): void {
  server.registerTool(
    "board_list",
    {
      title: "Board",
      description:
        "The tasks of BOARD.md; what is overdue and the misses are counted by code. Read on as more says.",
      inputSchema: input,
      outputSchema: output,
      annotations: READ_ONLY,
    },
    async (wanted) =>
      answer(async () => {
        const { board, notes, today } = await reader.readBoard();
        if (board === null) return { error: notes.join(" ") };
        const list = boardList(board, { ...given(wanted, "agent"), today, problems: notes });
        return pageOf(list, { tool: "board_list", page: wanted.page, first: ["problems"] });
      }),
  );
}

/** The tasks that match, in the board's order. */
export function boardList(
  board: Board,
  wanted: z.infer<typeof input> & { today: string; problems: string[] },
): BoardList {
  const { today } = wanted;
  const agent = wanted.agent === undefined ? undefined : departmentId(wanted.agent);
  const all = board.tasks
    .map((task) => ({
      ...showTask(task, today),
      overdue: !task.done && task.due !== null && task.due < today,
      chronic: isChronic(task, today),
    }))
    .filter((task) => wanted.section === undefined || task.section === wanted.section)
    .filter((task) => agent === undefined || task.agent === agent)
    .filter((task) => wanted.overdueOnly !== true || task.overdue);
  return { today, tasks: all, total: all.length, problems: wanted.problems };
}

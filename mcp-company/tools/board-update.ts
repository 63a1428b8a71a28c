import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { BoardRequest } from "../../company/board/update.ts";
import { HqError } from "../../company/error.ts";
import { given, RECORD_BYTES, shortened } from "../../office/answers.ts";
import { type BoardSources, changeBoard } from "../../office/change-board.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { noDepartment } from "../../office/people/departments.ts";
import { answer, WRITES } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";
import { shownTask, showTask } from "./shown-task.ts";

const input = argumentsOf({
  action: z.enum(["add", "move", "done", "due", "edit", "drop"]),
  by: textOf(50).describe("Your id"),
  id: textOf(20).optional().describe("T-012; all but add"),
  title: textOf(500).optional().describe("add, edit; due: the smaller task"),
  agent: textOf(50).optional().describe("add, edit: who owns it"),
  section: z.enum(["Now", "Next", "Blocked"]).optional().describe("add, move"),
  due: textOf(20).optional().describe("add, due: YYYY-MM-DD; due also: none"),
  blocked: textOf(500).optional().describe("add, move, edit: what it waits for"),
  demote: z.boolean().optional().describe("due: to Next, no date"),
  rootCause: textOf(500).optional().describe("due: what stops it every time"),
  reason: textOf(500).optional().describe("drop, due: why"),
});

type Input = z.infer<typeof input>;

const output = z.strictObject({
  today: z.string(),
  changed: z.boolean().describe("false: it was so already"),
  task: z.strictObject(shownTask).nullable().describe("As it stands now; null: dropped"),
  decision: z.string().nullable().describe("The entity in memory that holds what was decided"),
});

/** The one way in which departments change the board: dates that passed cannot be lost by it. */
export function registerBoardUpdate(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "board_update",
    {
      title: "Board update",
      description:
        "Changes one task of BOARD.md. After two misses a new date needs a smaller title, demote or a new rootCause; the decision is stored for you.",
      inputSchema: input,
      outputSchema: output,
      annotations: WRITES,
    },
    async (args) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const request = boardRequest(args);
        if ("error" in request) return request;
        const speaker = await office.tellSpeaker({ tool: "board_update", args, declared: args.by });
        if ("error" in speaker) return speaker;
        const { constitution } = await office.reader.readConstitution();
        const unknown = noDepartment(constitution, speaker.agent, "change the board");
        if (unknown !== null) return unknown;
        const { root, now } = office;
        const sources: BoardSources = {
          ...{ root, now },
          onMemory: (work) => office.onMemory(speaker, work),
        };
        const by = speaker.agent;
        const update = await changeBoard(sources, { request, by }).catch(forAgents);
        const { today, changed, task, decision } = update;
        return {
          today,
          changed,
          task: task === null ? null : shortened(showTask(task, today), RECORD_BYTES),
          decision: decision?.name ?? null,
        };
      }),
  );
}

/** The board's errors name the founder's commands, which no department can run. */
function forAgents(error: unknown): never {
  if (!(error instanceof HqError) || error.hint === undefined) throw error;
  const hint = error.hint
    .replace("hq board list --all", "board_list")
    .replace(
      "hq undo --list shows what can be taken back; or add it anew: hq board add TITLE",
      "Add it anew with board_update, action add.",
    )
    .replace(
      / ?Where it was promised for that day and missed, say so with --missed\./,
      " A date that was missed is the founder's to write.",
    )
    .replace(/hq board move (\S+) (\w+)/, "board_update, action move, id $1, section $2");
  throw new HqError(error.code, error.message, { hint, cause: error });
}

/** Which arguments an action takes: those it must have, and those it may. */
const TAKES = {
  add: { must: ["title"], may: ["agent", "section", "due", "blocked"] },
  move: { must: ["id", "section"], may: ["blocked"] },
  done: { must: ["id"], may: [] },
  due: { must: ["id", "due"], may: ["title", "demote", "rootCause", "reason"] },
  edit: { must: ["id"], may: ["title", "agent", "blocked"] },
  drop: { must: ["id", "reason"], may: [] },
} as const satisfies Record<Input["action"], { must: (keyof Input)[]; may: (keyof Input)[] }>;

/** The request that the arguments are, or which of them are missing or do not belong there. */
export function boardRequest({ by, ...said }: Input): BoardRequest | { error: string } {
  const args = given(
    said,
    ...(["id", "title", "agent", "section", "due", "blocked", "rootCause", "reason"] as const),
    "demote",
  );
  const { action, ...fields } = args;
  const names = Object.keys(fields);
  const must: readonly string[] = TAKES[action].must;
  const may: readonly string[] = TAKES[action].may;
  const missing = must.filter((name) => !names.includes(name));
  const foreign = names.filter((name) => ![...must, ...may].includes(name));
  if (missing.length > 0 || foreign.length > 0) {
    const found = [
      ...missing.map((name) => `"${name}" is missing`),
      ...foreign.map((name) => `"${name}" does not belong there`),
    ];
    const optional = may.length === 0 ? "" : `, and if you like ${may.join(", ")}`;
    return {
      error: `Cannot update the board (${action}): ${found.join(", ")}, expected ${must.join(", ")}${optional}. Nothing was changed.`,
    };
  }
  const due = action === "due" && args.due?.trim().toLowerCase() === "none" ? null : args.due;
  const known = Object.entries({ ...args, due }).filter(([, value]) => value !== undefined);
  // The table above is what the union says; a test holds the two together.
  return Object.fromEntries(known) as unknown as BoardRequest;
}

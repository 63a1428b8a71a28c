import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { given } from "../../office/answers.ts";
import { HANDED_CHARS, handOver } from "../../office/hand-over.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { answer, WRITES } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";

const input = argumentsOf({
  task: textOf(20 * HANDED_CHARS).describe(
    "The whole of what it is told: what to do, for what, where the material lies, what is to come back",
  ),
  to: textOf(200).optional().describe("Its id; left out: whose it is by the constitution"),
});

const output = z.strictObject({
  handOver: z.string(),
  to: z.string(),
  because: z.string().describe("Why this department"),
  isNew: z.boolean().describe("false: you had handed it over already"),
  next: z.string(),
});

/** Hands work to another department. Offered in a run without a person only: in a chat there are subagents. */
export function registerHandOver(server: McpServer, office: CompanyOffice, run: string): void {
  server.registerTool(
    "hand_over",
    {
      title: "Hand work over",
      description:
        "Hands a task to the department that owns it. Answers at once; when you have ended your turn the department works, and you are told what came back.",
      inputSchema: input,
      outputSchema: output,
      annotations: WRITES,
    },
    async (args) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const { task, to } = given(args, "to");
        const sources = { ...office, readConstitution: () => office.desk.readConstitution() };
        const handed = await handOver(sources, { run, task, to });
        return "error" in handed ? handed : { ...handed, next: NEXT };
      }),
  );
}

const NEXT =
  "Do what you can without it, then end your turn without finish_run: the run waits, and goes on with what comes back.";

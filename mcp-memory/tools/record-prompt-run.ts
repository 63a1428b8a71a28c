import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { agentId } from "../rules/lesson-form.ts";
import { recordPromptRun } from "../rules/prompt-run.ts";
import { answer, heeding } from "./answer.ts";
import { type Authoring, originOf } from "./authoring.ts";
import { given } from "./given.ts";
import { argumentsOf } from "./schemas.ts";

const inputSchema = argumentsOf({
  prompt: z.string().describe("Such as weekly-review"),
  result: z.string().describe("One line"),
  agent: z.string().optional().describe("Default: yours"),
});

const outputSchema = z.object({ name: z.string(), lastRun: z.string() });

const config = {
  title: "Record Prompt Run",
  description:
    "Record in prompt-run:<prompt> that a recurring prompt has run, in place of the older lines",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerRecordPromptRun(server: McpServer, on: Authoring): void {
  server.registerTool("record_prompt_run", config, (args, { mcpReq }) =>
    answer(heeding(on.open, mcpReq), async (store) => {
      const input = given(args, "agent");
      return recordPromptRun(store, input, {
        now: on.now(),
        origin: originOf(on.author, agentId(input.agent ?? "")),
      });
    }),
  );
}

import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { MemoryError } from "../error.ts";
import { agentId } from "../rules/lesson-form.ts";
import { slugOf } from "../rules/slug.ts";
import { answer, heeding } from "./answer.ts";
import { type Authoring, originOf } from "./authoring.ts";
import { given } from "./given.ts";
import { argumentsOf } from "./schemas.ts";

const RESULT_CHARS = 500;

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
      const prompt = slugOf(input.prompt.replace(/^\/|^prompt-run:/, ""));
      const result = input.result.replaceAll(/\s+/g, " ").trim();
      const problem = problemOf(prompt, input.prompt, result);
      if (problem !== null) {
        throw new MemoryError("invalid", `Cannot record the run: ${problem}.`, {
          hint: "Nothing was changed.",
        });
      }
      const name = `prompt-run:${prompt}`;
      const lastRun = on.now().toISOString();
      const observations = [`Last run: ${lastRun}`, `Result: ${result}`];
      await store.reviseEntities(
        [{ name, entityType: "prompt-run", observations, replaces: ["Last run:", "Result:"] }],
        originOf(on.author, agentId(input.agent ?? "")),
      );
      return { name, lastRun };
    }),
  );
}

function problemOf(prompt: string, given: string, result: string): string | null {
  if (prompt === "") {
    return `the prompt is ${JSON.stringify(given.slice(0, 60))}, expected a name such as weekly-review`;
  }
  if (result === "") return "the result is empty, expected one line of what came of it";
  if (result.length > RESULT_CHARS) {
    return `the result has ${result.length} characters, expected at most ${RESULT_CHARS}; keep the rest in a file or a decision`;
  }
  return null;
}

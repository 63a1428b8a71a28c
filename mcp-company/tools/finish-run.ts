import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { finishRun, RESULT_CHARS } from "../../office/finish-run.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { answer, WRITES } from "./answer.ts";

const input = z.strictObject({
  result: z
    .string()
    .max(20 * RESULT_CHARS)
    .describe("What you did, where it stands, what is open; Markdown, for the founder"),
  final: z
    .boolean()
    .optional()
    .describe("true: do not wait for what was handed over; it is done without you"),
});

const output = z.strictObject({ run: z.string(), next: z.string() });

/** Ends a run that no person sits before. Offered in such a run only. */
export function registerFinishRun(server: McpServer, office: CompanyOffice, run: string): void {
  server.registerTool(
    "finish_run",
    {
      title: "Finish the run",
      description:
        "Gives the result of this run, once, when the work is done or cannot go on. A run that ends without it counts as failed.",
      inputSchema: input,
      outputSchema: output,
      annotations: WRITES,
    },
    async ({ result, final }) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const finished = await finishRun(office, { run, result, final: final === true });
        return "error" in finished ? finished : { ...finished, next: "End your turn now." };
      }),
  );
}

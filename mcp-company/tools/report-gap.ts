import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { LESSON_CATEGORIES } from "../../company/lessons.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { noDepartment } from "../../office/people/departments.ts";
import { IMPROVER, reportGap } from "../../office/report-gap.ts";
import { answer, WRITES } from "./answer.ts";

const FIELD_CHARS = 2_000;

const input = z.strictObject({
  from: z.string().max(50).describe("Your id, e.g. marketing"),
  doing: z.string().max(FIELD_CHARS).describe("The task in which you met it, one sentence"),
  gap: z.string().max(FIELD_CHARS).describe("What is missing or wrong, in which file or tool"),
  suggestion: z.string().max(FIELD_CHARS).optional().describe("The words you would change"),
  category: z.enum(LESSON_CATEGORIES).optional().describe("Default: process"),
});

const output = z.strictObject({
  lesson: z.string().describe("The entity in memory"),
  isNew: z.boolean().describe("false: reported today already"),
  request: z.string().describe("Hand exactly this to the agent improver, as the whole prompt"),
});

/** A mistake of the system itself, to be mended now and not at the end of the month. */
export function registerReportGap(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "report_gap",
    {
      title: "Report a gap",
      description:
        "Call it as soon as a procedure, skill or tool of the company itself is missing or wrong and would fail the next one too: it stores the lesson and gives you a request to the Improver. Hand that to improver as a subagent, now, and go on with its answer.",
      inputSchema: input,
      outputSchema: output,
      annotations: WRITES,
    },
    async (args) =>
      answer(async (): Promise<z.infer<typeof output> | { error: string }> => {
        const speaker = await office.tellSpeaker({ tool: "report_gap", args, declared: args.from });
        if ("error" in speaker) return speaker;
        const { constitution } = await office.reader.readConstitution();
        const unknown = noDepartment(constitution, speaker.agent, "report a gap");
        if (unknown !== null) return unknown;
        const { doing, gap, suggestion = null, category = "process" } = args;
        const empty = Object.entries({ doing, gap }).find(([, text]) => text.trim() === "");
        if (empty !== undefined) {
          return {
            error: `Cannot report a gap: "${empty[0]}" is empty, expected one sentence. Nothing was changed.`,
          };
        }
        if (speaker.agent === IMPROVER) {
          return {
            error:
              "Cannot report a gap to improver: you are the improver, who would wait for itself. Nothing was changed. Store it with log_lesson, then mend it within your limits.",
          };
        }
        return reportGap(office, speaker, { doing, gap, suggestion, category });
      }),
  );
}

import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { LESSON_CATEGORIES } from "../../company/lessons/lesson.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { noDepartment } from "../../office/people/departments.ts";
import { IMPROVER, reportGap } from "../../office/report-gap.ts";
import { answer, WRITES } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";

const FIELD_CHARS = 2_000;

const input = argumentsOf({
  from: textOf(50).describe("Your id"),
  doing: textOf(FIELD_CHARS).describe("The task you were at"),
  gap: textOf(FIELD_CHARS).describe("What is missing or wrong, and where"),
  suggestion: textOf(FIELD_CHARS).optional().describe("The words you would change"),
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
        "A procedure, skill or tool of the company is missing or wrong: stores the lesson. Hand the returned request to improver as a subagent, now, and go on.",
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

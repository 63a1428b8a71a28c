import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { clip } from "../../company/clip.ts";
import { CHANGE_KINDS } from "../../company/lessons/change.ts";
import { findPatterns } from "../../office/find-patterns.ts";
import { knownProposals } from "../../office/list-proposals.ts";
import type { CompanyOffice } from "../../office/open-office.ts";
import { answer, READ_ONLY } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";

const PATTERNS = 8;
/** Names may be long; the count tells how many there are. */
const LESSONS = 6;
const PROPOSALS = 12;
const LINE_CHARS = 300;

const input = argumentsOf({
  since: textOf(10).optional().describe("Lessons from this day on"),
});

const output = z.strictObject({
  patterns: z.array(
    z.strictObject({
      summary: z.string(),
      count: z.number(),
      lessons: z.array(z.string()),
      kind: z.enum(CHANGE_KINDS),
      file: z.string(),
      why: z.string(),
      isAnswered: z.boolean(),
    }),
  ),
  left: z.number().describe("Patterns not shown, weaker ones"),
  oneOffs: z.number(),
  proposals: z.array(
    z.strictObject({
      id: z.string(),
      state: z.string(),
      pattern: z.string(),
      lessons: z.array(z.string()),
      refusals: z.array(z.string()),
    }),
  ),
});

/** What `hq improve` and `hq improve list --all` show the founder. */
export function registerListPatterns(server: McpServer, office: CompanyOffice): void {
  server.registerTool(
    "list_patterns",
    {
      title: "List patterns",
      description: "Mistakes that come back, found by code, best first; the newest proposals.",
      inputSchema: input,
      outputSchema: output,
      annotations: READ_ONLY,
    },
    async ({ since }) =>
      answer(async (): Promise<z.infer<typeof output>> => {
        const { root, now } = office;
        const found = await findPatterns({ root, now: now(), since });
        const proposals = await knownProposals(root);
        return {
          patterns: found.patterns
            .slice(0, PATTERNS)
            .map(({ summary, count, lessons, kind, file, why, isAnswered }) => ({
              summary: clip(summary, LINE_CHARS),
              count,
              lessons: lessons.slice(0, LESSONS),
              kind,
              file,
              why: clip(why, LINE_CHARS),
              isAnswered,
            })),
          left: Math.max(0, found.patterns.length - PATTERNS),
          oneOffs: found.oneOffs.length,
          proposals: proposals.slice(0, PROPOSALS).map(({ record, state, overstepped }) => ({
            id: record.id,
            state,
            pattern: clip(record.pattern, LINE_CHARS),
            lessons: record.lessons.slice(0, LESSONS),
            refusals: overstepped.slice(0, 2).map((why) => clip(why, LINE_CHARS)),
          })),
        };
      }),
  );
}

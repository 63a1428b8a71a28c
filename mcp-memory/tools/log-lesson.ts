import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { MemoryError } from "../error.ts";
import { dayIn } from "../retention/expiry.ts";
import {
  agentId,
  LESSON_CATEGORIES,
  lessonName,
  lessonObservations,
  lessonProblems,
  tidyLesson,
} from "../rules/lesson-form.ts";
import { answer, heeding } from "./answer.ts";
import { type Authoring, originOf } from "./authoring.ts";
import { given } from "./given.ts";
import { argumentsOf } from "./schemas.ts";

/** Lessons of one day with the same summary; more is a loop. */
const NAMESAKES = 20;

const inputSchema = argumentsOf({
  agent: z.string().optional().describe("Default: yours"),
  category: z.enum(LESSON_CATEGORIES),
  summary: z.string().describe("One sentence"),
  detail: z.string().describe("How it came about and what it cost"),
  action: z.string().describe("Who changes what"),
});

const outputSchema = z.object({
  name: z.string(),
  created: z.boolean().describe("false: this very lesson was stored already"),
});

const config = {
  title: "Log Lesson",
  description: "Store a mistake as lesson:<date>:<slug>",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerLogLesson(server: McpServer, on: Authoring): void {
  server.registerTool("log_lesson", config, (args, { mcpReq }) =>
    answer(heeding(on.open, mcpReq), async (store) => {
      const input = given(args, "agent");
      const policy = await on.readPolicy();
      const agent = agentId(input.agent ?? on.author.agent ?? "");
      const date = dayIn(on.now(), policy?.timeZone ?? "UTC");
      const lesson = tidyLesson({ ...input, agent, date });
      const problems = lessonProblems(lesson);
      if (problems.length > 0) {
        throw new MemoryError("invalid", `Cannot log the lesson: ${problems.join("; ")}.`, {
          hint: "Nothing was changed.",
        });
      }
      const observations = lessonObservations(lesson);
      for (let number = 1; number <= NAMESAKES; number++) {
        const name = lessonName(lesson, number);
        const entity = { name, entityType: "lesson", observations };
        const { created } = await store.createEntities([entity], originOf(on.author, agent));
        if (created.length > 0) return { name, created: true };
        const known = (await store.openNodes([name])).entities[0]?.observations ?? [];
        // What was added later, such as Improved, does not make it another lesson.
        if (observations.every((text) => known.includes(text))) return { name, created: false };
      }
      throw new MemoryError(
        "invalid",
        `Cannot log the lesson: ${NAMESAKES} of today have the name ${lessonName(lesson)}, expected a new summary.`,
        { hint: "Add to one of them with add_observations. Nothing was changed." },
      );
    }),
  );
}

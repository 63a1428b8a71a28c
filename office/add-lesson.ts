/** A lesson that a person or a department writes down from the command line. */
import path from "node:path";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { lessonEntity } from "../company/lessons/lesson.ts";
import { readConstitution } from "../files/company.ts";
import { MEMORY_FILE } from "../files/root.ts";
import { withRules } from "../mcp-memory/rules/guarded-store.ts";
import { agentNamed } from "./people/agent-named.ts";
import { createPolicyReader } from "./records/memory-policy.ts";
import { withMemory } from "./records/with-memory.ts";

export interface NewLesson {
  /** The department that learned it, as somebody typed it. */
  agent: string;
  category: string;
  summary: string;
  detail: string;
  action: string;
}

/**
 * The name of the entity that memory holds now. `by` is who writes it down, whose rules hold.
 * @throws HqError `usage` for a department or category that there is not or an empty text,
 * `wrong-state` when memory holds a lesson of this name; MemoryError when it cannot be kept
 */
export async function addLesson(
  { root, now }: { root: string; now(): Date },
  { lesson, by }: { lesson: NewLesson; by: string },
): Promise<{ name: string }> {
  const { constitution } = await readConstitution(root);
  const { category, summary, detail, action } = lesson;
  const agent = agentNamed(lesson.agent, constitution);
  const date = dateIn(now(), constitution.company.timeZone);
  const entity = lessonEntity({ date, agent, category, summary, detail, action });
  const readPolicy = createPolicyReader(path.join(root, MEMORY_FILE));
  const author = { agent: by, session: null };
  return withMemory({ root, now, agent }, async (store) => {
    const { created } = await withRules(store, { readPolicy, author, now }).createEntities([
      entity,
    ]);
    if (created.length === 0) throw taken(entity.name);
    return { name: entity.name };
  });
}

function taken(name: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot add the lesson ${name}: memory holds one of this name already, expected a new summary. Nothing was changed.`,
    { hint: "Say it in another way, or add to it with: hq memory add NAME TEXT" },
  );
}

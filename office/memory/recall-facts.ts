import { type AnswerWithLaw, recallWithLaw } from "../../mcp-memory/recall/law.ts";
import type { RecallRequest } from "../../mcp-memory/recall/request.ts";
import { createLawReader } from "../packs/law-reader.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * The entities that answer a question best and the rows of law beside them, as the departments see them.
 * @throws MemoryError also for a request that cannot be read
 */
export function recallFacts(memory: FounderMemory, request: RecallRequest): Promise<AnswerWithLaw> {
  const { root, now, warn } = memory;
  const askLaw = createLawReader({ root, now, log: warn });
  return withFounderMemory(memory, ({ store }) =>
    recallWithLaw((asked) => store.recall(asked), askLaw, request),
  );
}

import type { RecallAnswer } from "../../mcp-memory/recall/answer.ts";
import type { RecallRequest } from "../../mcp-memory/recall/request.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * The entities that answer a question best, as the departments see them.
 * @throws MemoryError also for a request that cannot be read
 */
export function recallFacts(memory: FounderMemory, request: RecallRequest): Promise<RecallAnswer> {
  return withFounderMemory(memory, ({ store }) => store.recall(request));
}

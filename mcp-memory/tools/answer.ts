import type { CallToolResult } from "@modelcontextprotocol/server";
import { MemoryError, memoryErrorSentence } from "../error.ts";
import type { MemoryStore } from "../store/store.ts";

/** The store, once it is open. Rejects with what kept it from opening. */
export type OpenStore = () => Promise<MemoryStore>;

/** The way to the store for one request, which the client may cancel. */
export function heeding(open: OpenStore, { signal }: { signal: AbortSignal }): OpenStore {
  return async () => {
    const store = await open();
    signal.throwIfAborted();
    return store.heeding(signal);
  };
}

/**
 * Runs a tool on the store. The text is the compact JSON of the structured content: a client that
 * shows both drops the text only when it is that. What goes wrong in the memory is a result that
 * the model reads, not an error of the protocol.
 */
export async function answer(
  open: OpenStore,
  run: (store: MemoryStore) => Promise<Record<string, unknown>>,
): Promise<CallToolResult> {
  try {
    return told(await run(await open()));
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    return { content: [{ type: "text", text: memoryErrorSentence(error) }], isError: true };
  }
}

/** The result of a tool for a value. */
export function told(structuredContent: Record<string, unknown>): CallToolResult {
  return {
    content: [{ type: "text", text: JSON.stringify(structuredContent) }],
    structuredContent,
  };
}

/** What a delete tool answers: upstream's words, which say how much of what was asked for is gone. */
export function deletionAnswer(
  what: "entities" | "observations" | "relations",
  count: { asked: number; deleted: number },
  rest: string,
): { success: boolean; message: string } {
  if (count.deleted === count.asked) {
    const message = `${what[0]?.toUpperCase()}${what.slice(1)} deleted successfully`;
    return { success: true, message };
  }
  const end = rest === "" ? "" : ` ${rest}`;
  return {
    success: true,
    message: `Deleted ${count.deleted} of ${count.asked} ${what}.${end}`,
  };
}

import type { CallToolResult } from "@modelcontextprotocol/server";
import { MemoryError, memoryErrorSentence } from "../error.ts";
import type { MemoryStore } from "../store/store.ts";

/** The store, once it is open. Rejects with what kept it from opening. */
export type OpenStore = () => Promise<MemoryStore>;

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
    const structuredContent = await run(await open());
    return {
      content: [{ type: "text", text: JSON.stringify(structuredContent) }],
      structuredContent,
    };
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    return { content: [{ type: "text", text: memoryErrorSentence(error) }], isError: true };
  }
}

/** What a delete tool says: that all went well, or what was not there. */
export function deletionMessage(
  what: string,
  deleted: number,
  notFound: string[],
): { success: boolean; message: string } {
  if (notFound.length === 0) {
    return {
      success: true,
      message: `${what[0]?.toUpperCase()}${what.slice(1)} deleted successfully`,
    };
  }
  const all = deleted + notFound.length;
  return {
    success: true,
    message: `Deleted ${deleted} of ${all} ${what}. Not found: ${notFound.join(", ")}`,
  };
}

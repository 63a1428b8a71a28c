import type { Redacted } from "../../mcp-memory/store/history/redact.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Takes a text out of the memory everywhere, its history included. The numbers of places where it was;
 * `unread` are files that were not looked into.
 * @throws MemoryError for a text that cannot be redacted
 */
export function redactText(
  memory: FounderMemory,
  text: string,
): Promise<Redacted & { unread: string[] }> {
  return withFounderMemory(memory, ({ store }) => store.history.redact(text));
}

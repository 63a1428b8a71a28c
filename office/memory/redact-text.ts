import { commitsWith, type HoldingCommits } from "../../files/git-holds.ts";
import type { Redacted } from "../../mcp-memory/store/history/redact.ts";
import { spellingForGit } from "../../mcp-memory/store/history/spellings.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

export interface Redaction extends Redacted {
  /** Files that were not looked into. */
  unread: string[];
  /** Commits whose change holds the text: git keeps it, and so does every clone. */
  git: HoldingCommits;
}

/**
 * Takes a text out of the memory everywhere, its history included. The numbers of places where it was.
 * @throws MemoryError for a text that cannot be redacted
 */
export async function redactText(memory: FounderMemory, text: string): Promise<Redaction> {
  const report = await withFounderMemory(memory, ({ store }) => store.history.redact(text));
  return { ...report, git: await commitsWith(memory.root, spellingForGit(text.trim())) };
}

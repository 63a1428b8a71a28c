import { commitFile, type FileCommit } from "../../files/commit-file.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Writes what retention archived into memory.archive.jsonl and commits that file alone, so that a
 * clone has it too.
 * @throws MemoryError
 */
export async function commitArchive(
  memory: FounderMemory,
): Promise<{ file: string; count: number; commit: FileCommit }> {
  const written = await withFounderMemory(memory, ({ store }) => store.upkeep.writeArchive());
  const commit = await commitFile(memory.root, written.file, "What the memory archived");
  return { ...written, commit };
}

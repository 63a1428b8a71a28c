/** What a look at the files of git tells of its refs without starting it. */
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";

/**
 * Whether the repository at `root` may have refs under `prefix` (`refs/heads/x/`); false only when it has
 * none for certain. Where its files lie elsewhere or in another form, git must be asked.
 */
export async function mayHaveRefs(root: string, prefix: string): Promise<boolean> {
  const folder = path.join(root, ".git");
  const found = await stat(folder).catch(() => null);
  if (found === null) return false;
  if (!found.isDirectory() || existsSync(path.join(folder, "reftable"))) return true;
  if (existsSync(path.join(folder, ...prefix.split("/").filter(Boolean)))) return true;
  const packed = await readFile(path.join(folder, "packed-refs"), "utf8").catch(
    (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? "" : prefix),
  );
  return packed.includes(prefix);
}

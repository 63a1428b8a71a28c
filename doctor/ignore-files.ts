import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * The ignore files that count for `root`, joined: its own and those above it up to the top of the
 * repository. null when there are none.
 */
export async function readIgnoreFiles(root: string): Promise<string | null> {
  const texts: string[] = [];
  for (let folder = root; ; folder = path.dirname(folder)) {
    const text = await readFile(path.join(folder, ".gitignore"), "utf8").catch(() => null);
    if (text !== null) texts.push(text);
    const isTop = existsSync(path.join(folder, ".git")) || path.dirname(folder) === folder;
    if (isTop) break;
  }
  return texts.length === 0 ? null : texts.join("\n");
}

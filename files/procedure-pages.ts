/** What departments work by: skills, prompts and agent files, as texts. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { KitFile } from "../company/kit/context.ts";
import { lookAt } from "./look.ts";
import { readSkillPages } from "./skill-pages.ts";

const FOLDERS = [".github/agents", ".github/prompts"];
/** More than any company has. */
const PAGES_LIMIT = 300;

/** In the order of their paths. What cannot be read as text is the doctor's to tell of. */
export async function readProcedurePages(root: string): Promise<KitFile[]> {
  const names = (await Promise.all(FOLDERS.map((folder) => pagesIn(root, folder)))).flat();
  const pages: KitFile[] = [...(await readSkillPages(root))];
  for (const name of names.slice(0, PAGES_LIMIT)) {
    const found = await lookAt(path.join(root, name));
    if (found.kind === "text") pages.push({ path: name, text: found.text });
  }
  return pages.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function pagesIn(root: string, folder: string): Promise<string[]> {
  // A company without prompts has no such folder; what else keeps it from being read, doctor tells.
  const names = await readdir(path.join(root, folder)).catch(() => []);
  return names
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`)
    .sort();
}

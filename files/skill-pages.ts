/** The Markdown pages of the company's skills. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import type { KitFile } from "../company/kit/context.ts";
import { readText } from "./text.ts";

const SKILLS_FOLDER = ".github/skills";
/** More than any company writes; the rest is left out. */
const PAGES_LIMIT = 500;

/** In the order of their paths. A page that cannot be read is the doctor's to tell of. */
export async function readSkillPages(root: string): Promise<KitFile[]> {
  const pages: KitFile[] = [];
  for (const name of await pagesIn(root)) {
    const text = await readText(path.join(root, name)).catch((error: unknown) => {
      if (error instanceof HqError) return null;
      throw error;
    });
    if (text !== null) pages.push({ path: name, text });
  }
  return pages;
}

async function pagesIn(root: string): Promise<string[]> {
  const folder = path.join(root, SKILLS_FOLDER);
  const entries = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    // No skills, or a file in the place of their folder.
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(codeOf(error))) return [];
    throw error;
  });
  return entries
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${SKILLS_FOLDER}/${name.split(path.sep).join("/")}`)
    .sort()
    .slice(0, PAGES_LIMIT);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

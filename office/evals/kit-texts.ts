/** The texts that scenarios are about: the kit as it stands in the company's folder. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { KitTexts } from "../../company/proposals/proposal.ts";
import { lookAt } from "../../files/look.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";

const FOLDERS = ["agents", "skills", "prompts", "instructions", "hooks", "evals"];
const AGENTS_PAGE = "AGENTS.md";
/** Some hundred in a company of years. */
const FILES_LIMIT = 2_000;

/** Whether scenarios play with the file at this path. */
export function isEvalText(file: string): boolean {
  if (file === CONSTITUTION_FILE || file === AGENTS_PAGE) return true;
  const [github, folder = "", ...rest] = file.split("/");
  return github === ".github" && FOLDERS.includes(folder) && rest.length > 0;
}

/** By path from the root; what is no text is left out: the client would not read it either. */
export async function readKitTexts(root: string): Promise<KitTexts> {
  const files = [CONSTITUTION_FILE, AGENTS_PAGE];
  for (const folder of FOLDERS) files.push(...(await filesBelow(root, `.github/${folder}`)));
  const texts = new Map<string, string>();
  for (const file of files.slice(0, FILES_LIMIT)) {
    const found = await lookAt(path.join(root, file));
    if (found.kind === "text") texts.set(file, found.text);
  }
  return texts;
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  // A company without skills has no such folder; what else keeps it from being read, doctor tells.
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(root, file);
      return entry.isFile() ? [file] : [];
    }),
  );
  return found.flat().sort();
}

/** Writes the pages that are made from the packs. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { lawPage } from "../company/pack/law-page.ts";
import type { Pack } from "../company/pack/pack.ts";
import { readText, writeText } from "./text.ts";

export interface WrittenPage {
  /** From the root. */
  path: string;
  /** `same` when it said so already. */
  state: "made" | "renewed" | "same";
}

/** The pages of these packs as they should be, written unless `dryRun`. */
export async function writePackPages(
  root: string,
  packs: readonly Pack[],
  { dryRun }: { dryRun: boolean },
): Promise<WrittenPage[]> {
  const written: WrittenPage[] = [];
  for (const pack of packs) {
    const page = lawPage(pack);
    if (page === null) continue;
    const file = path.join(root, page.path);
    const before = await readText(file);
    const state = before === null ? "made" : before === page.text ? "same" : "renewed";
    written.push({ path: page.path, state });
    if (state === "same" || dryRun) continue;
    await mkdir(path.dirname(file), { recursive: true });
    await writeText(file, page.text);
  }
  return written;
}

/** Writes the pages that are made from the packs. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { MadePage } from "../company/pack/law-page.ts";
import type { Pack } from "../company/pack/pack.ts";
import { isAsMade, pagesOfPacks } from "../company/pack/pages.ts";
import { mergeText } from "../company/text-merge.ts";
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
  for (const page of pagesOfPacks(packs)) {
    const file = path.join(root, page.path);
    const before = await readText(file);
    const state = before === null ? "made" : isAsMade(page, before) ? "same" : "renewed";
    written.push({ path: page.path, state });
    if (state === "same" || dryRun) continue;
    await mkdir(path.dirname(file), { recursive: true });
    await writeText(file, page.text);
  }
  return written;
}

/**
 * The pages after a change of figures: one that stood as it was made before is made anew, and one with words of the
 * founder's takes only the lines that changed. Where both changed the same line it stays, and
 * the doctor tells it. Gives the paths that were written.
 */
export async function renewPages(
  root: string,
  { before, after }: { before: readonly MadePage[]; after: readonly MadePage[] },
): Promise<string[]> {
  const renewed: string[] = [];
  const earlier = new Map(before.map(({ path: file, text }) => [file, text]));
  for (const page of after) {
    const base = earlier.get(page.path);
    if (base === undefined || base === page.text) continue;
    const file = path.join(root, page.path);
    const mine = await readText(file);
    if (mine === null) continue;
    const merged = mergeText({ base, mine, theirs: page.text });
    if (merged.kind !== "clean" || merged.text === mine) continue;
    await writeText(file, merged.text);
    renewed.push(page.path);
  }
  return renewed;
}

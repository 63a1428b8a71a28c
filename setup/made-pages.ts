/** Pages that packs make: they are nobody's text, so that an upgrade has nothing to merge in them. */
import type { KitFile } from "../company/kit/context.ts";
import { lawPage } from "../company/pack/law-page.ts";
import { readPacks } from "../company/pack/read.ts";
import { readRenewals, withRenewals } from "../company/pack/renewals.ts";
import { KIT_FOLDER } from "../files/root.ts";
import type { KitFiles } from "./departments.ts";

/**
 * Both sides of an upgrade without differences of what packs made: where the company's page stands as its own packs
 * make it, it counts as the kit's, and what comes is what the newer packs make with all that the company renewed.
 */
export function withMadePages(
  sides: { base: Map<string, string>; theirs: Map<string, string> },
  { mine, program }: { mine: KitFiles; program: KitFiles },
): { base: Map<string, string>; theirs: Map<string, string> } {
  const [before, after] = [pagesOf(mine, mine), pagesOf(program, mine)];
  const base = new Map(sides.base);
  const theirs = new Map(sides.theirs);
  for (const [path, text] of before) {
    const next = after.get(path);
    if (mine.get(path) !== text || next === undefined || !theirs.has(path)) continue;
    base.set(path, text);
    theirs.set(path, next);
  }
  return { base, theirs };
}

/** What the packs among `files` make with the renewals of the company. */
function pagesOf(files: KitFiles, company: KitFiles): Map<string, string> {
  const prefix = `${KIT_FOLDER}/packs/`;
  const parts: KitFile[] = [...files]
    .filter(([path]) => path.startsWith(prefix) && path.endsWith(".json"))
    .map(([path, text]) => ({ path, text }));
  const pages = new Map<string, string>();
  for (const pack of readPacks(parts).packs) {
    const path = `${KIT_FOLDER}/renewed/${pack.card.code}.json`;
    const text = company.get(path);
    const renewals = text === undefined ? null : readRenewals({ path, text }).renewals;
    const page = lawPage(renewals === null ? pack : withRenewals(pack, renewals));
    if (page !== null) pages.set(page.path, page.text);
  }
  return pages;
}

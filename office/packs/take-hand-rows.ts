/** What a hand renewed in the tables of made pages becomes renewals of the pack, so that page and pack say one thing. */
import path from "node:path";
import { handRows } from "../../company/pack/hand-rows.ts";
import type { Pack } from "../../company/pack/pack.ts";
import { pagesOfPacks } from "../../company/pack/pages.ts";
import { packsInForce } from "../../company/pack/rows.ts";
import { readConstitution } from "../../files/company.ts";
import { renewPages } from "../../files/pack-pages.ts";
import { readCompanyPacks } from "../../files/packs.ts";
import { writeRenewals } from "../../files/renewals.ts";
import { readText } from "../../files/text.ts";

export interface TakenRows {
  /** Ids of rows that are renewals of the pack now. */
  taken: string[];
  /** Pages that say what was renewed, and did not before. */
  pages: string[];
}

/**
 * A row counts as the founder's where it differs from the page that the kit brought and was not read before the
 * pack's. Of the pages only what renewals change is written.
 */
export async function takeHandRows(
  root: string,
  { dryRun }: { dryRun: boolean },
): Promise<TakenRows> {
  const found = await inForce(root);
  const kits = pagesOfPacks(found.map(({ brought }) => brought));
  const base = new Map(kits.map(({ path: page, text }) => [page, text]));
  const taken: string[] = [];
  for (const { pack } of found) {
    for (const page of pagesOfPacks([pack])) {
      const text = await readText(path.join(root, page.path));
      if (text === null || text === page.text) continue;
      const { renewals } = handRows(pack, page, { text, base: base.get(page.path) ?? null });
      const rows = [...renewals.facts, ...renewals.law];
      if (rows.length === 0) continue;
      taken.push(...rows.map(({ id }) => id));
      if (!dryRun) await writeRenewals(root, pack.card.code, renewals);
    }
  }
  if (dryRun) return { taken, pages: [] };
  const after = pagesOfPacks((await inForce(root)).map(({ pack }) => pack));
  return { taken, pages: await renewPages(root, { before: kits, after }) };
}

/** The company's packs with what was renewed, and as the kit brought them; none where no company was set up. */
async function inForce(root: string): Promise<{ pack: Pack; brought: Pack }[]> {
  const { constitution } = await readConstitution(root);
  if (constitution.company.country === null) return [];
  const { packs, asBrought } = await readCompanyPacks(root);
  return packsInForce(constitution, packs).flatMap((pack) => {
    const brought = asBrought.find(({ card }) => card.code === pack.card.code);
    return brought === undefined ? [] : [{ pack, brought }];
  });
}

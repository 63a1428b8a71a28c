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

/**
 * The ids of the rows that were taken over. A row counts as the founder's where it differs from the page that the kit
 * brought and was not read before the pack's; of the page only what these rows change is written.
 */
export async function takeHandRows(
  root: string,
  { dryRun }: { dryRun: boolean },
): Promise<string[]> {
  const before = await inForce(root);
  const taken: string[] = [];
  for (const { pack, brought } of before) {
    const kits = new Map(pagesOfPacks([brought]).map(({ path: page, text }) => [page, text]));
    for (const page of pagesOfPacks([pack])) {
      const text = await readText(path.join(root, page.path));
      const base = kits.get(page.path) ?? null;
      // As it is made, or as it came before anything was renewed: nobody wrote in it.
      if (text === null || text === page.text || text === base) continue;
      const { renewals } = handRows(pack, page, { text, base });
      const rows = [...renewals.facts, ...renewals.law];
      const isNew = rows.filter((row) => row.source.readOn >= readOnOf(pack, row.id));
      if (isNew.length === 0) continue;
      taken.push(...isNew.map(({ id }) => id));
      if (!dryRun) await writeRenewals(root, pack.card.code, renewals);
    }
  }
  if (taken.length === 0 || dryRun) return taken;
  const pages = (found: Awaited<ReturnType<typeof inForce>>) =>
    pagesOfPacks(found.map(({ pack }) => pack));
  await renewPages(root, { before: pages(before), after: pages(await inForce(root)) });
  return taken;
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

function readOnOf({ facts, law }: Pack, id: string): string {
  const rows = [...facts, ...law].filter((row) => row.id === id);
  return rows.map(({ source }) => source.readOn).sort()[0] ?? "";
}

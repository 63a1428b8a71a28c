/** The pages that agents read of a pack, made anew. */
import { packOf } from "../../company/pack/rows.ts";
import { readConstitution } from "../../files/company.ts";
import { type WrittenPage, writePackPages } from "../../files/pack-pages.ts";
import { readCompanyPacks } from "../../files/packs.ts";

/** Those of the company's country; in a kit that no company was set up in, those of every pack. */
export async function makePages(root: string, wish: { dryRun: boolean }): Promise<WrittenPage[]> {
  const { constitution } = await readConstitution(root);
  const { packs } = await readCompanyPacks(root);
  const own = packOf(constitution, packs);
  const wanted = constitution.company.country === null ? packs : own === null ? [] : [own];
  return writePackPages(root, wanted, wish);
}

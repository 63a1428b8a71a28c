/** The pages that agents read of a pack, made anew. */
import { packsInForce } from "../../company/pack/rows.ts";
import { readConstitution } from "../../files/company.ts";
import { type WrittenPage, writePackPages } from "../../files/pack-pages.ts";
import { readCompanyPacks } from "../../files/packs.ts";
import { takeHandRows } from "./take-hand-rows.ts";

export interface MadePages {
  pages: WrittenPage[];
  /** Ids of rows that were read again in a page by hand, and are renewals of the pack from now on. */
  taken: string[];
}

/** Those of the packs in force (see packsInForce). What a hand renewed in a table of Facts is taken over first. */
export async function makePages(root: string, wish: { dryRun: boolean }): Promise<MadePages> {
  const { taken, pages: renewed } = await takeHandRows(root, wish);
  const { constitution } = await readConstitution(root);
  const { packs } = await readCompanyPacks(root);
  const pages = await writePackPages(root, packsInForce(constitution, packs), wish);
  // What was taken over stands in its page by now.
  const isRenewed = new Set(renewed);
  return {
    pages: pages.map((page) =>
      page.state === "same" && isRenewed.has(page.path) ? { ...page, state: "renewed" } : page,
    ),
    taken,
  };
}

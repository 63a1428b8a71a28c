/** Packs alone, without a company: their form and their worked examples, as a contributor needs it. */
import path from "node:path";
import type { Finding } from "../../company/finding.ts";
import { runCases } from "../../company/pack/cases.ts";
import { packsFolder, readPacksIn } from "../../files/packs.ts";

export interface CheckedPacks {
  packs: { code: string; duties: number; facts: number; law: number; cases: number }[];
  findings: Finding[];
}

/** The packs in a folder (`…/packs`), or those of the company at a root; an empty folder has none. */
export async function checkPacks(
  place: { folder: string } | { root: string },
): Promise<CheckedPacks> {
  const folder = "root" in place ? path.join(place.root, packsFolder(place.root)) : place.folder;
  const name = path.basename(folder);
  const { packs, asBrought, findings } = await readPacksIn(path.dirname(folder), name);
  return {
    packs: packs.map(({ card, duties, facts, law, cases }) => ({
      code: card.code,
      ...{ duties: duties.length, facts: facts.length, law: law.length, cases: cases.length },
    })),
    findings: [
      ...findings,
      ...asBrought.flatMap((pack) => runCases(pack, `${name}/${pack.card.code}/cases.json`)),
    ],
  };
}

/** Packs alone, without a company: their form and their worked examples, as a contributor needs it. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Finding } from "../../company/finding.ts";
import { runCases } from "../../company/pack/cases.ts";
import type { Pack } from "../../company/pack/pack.ts";
import { packsFolder, readPacksIn } from "../../files/packs.ts";

export interface CheckedPacks {
  packs: { code: string; duties: number; facts: number; law: number; cases: number }[];
  findings: Finding[];
}

/**
 * The packs in a folder (`…/packs`), one of them (`…/packs/pt`, with the layers beside it that it inherits), or those
 * of the company at a root; an empty folder has none.
 */
export async function checkPacks(
  place: { folder: string } | { root: string },
): Promise<CheckedPacks> {
  const given = "root" in place ? path.join(place.root, packsFolder(place.root)) : place.folder;
  const only = existsSync(path.join(given, "pack.json")) ? path.basename(given) : null;
  const folder = only === null ? given : path.dirname(given);
  const name = path.basename(folder);
  const { packs, asBrought, findings } = await readPacksIn(path.dirname(folder), name);
  const isAsked = ({ card }: Pack) => only === null || card.code === only;
  return {
    packs: packs.filter(isAsked).map(({ card, duties, facts, law, cases }) => ({
      code: card.code,
      ...{ duties: duties.length, facts: facts.length, law: law.length, cases: cases.length },
    })),
    findings: [
      ...findings.filter(({ file }) => only === null || file.startsWith(`${name}/${only}/`)),
      ...asBrought
        .filter(isAsked)
        .flatMap((pack) => runCases(pack, `${name}/${pack.card.code}/cases.json`)),
    ],
  };
}

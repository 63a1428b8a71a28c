/** The pack of the company's country, with the answers of its founder. */
import type { Constitution } from "../../company/constitution/types.ts";
import { HqError } from "../../company/error.ts";
import type { Answers, Pack } from "../../company/pack/pack.ts";
import { answersOf, packOf } from "../../company/pack/rows.ts";
import { readConstitution } from "../../files/company.ts";
import { readCompanyPacks } from "../../files/packs.ts";

export interface OwnPack {
  pack: Pack;
  packs: readonly Pack[];
  answers: Answers;
  constitution: Constitution;
}

/** @throws HqError `wrong-state` when no pack is for the company's country. */
export async function ownPack(root: string): Promise<OwnPack> {
  const { constitution } = await readConstitution(root);
  const { packs } = await readCompanyPacks(root);
  const pack = packOf(constitution, packs);
  if (pack === null) {
    const countries = packs
      .filter(({ card }) => card.country !== null)
      .map(({ card }) => card.name);
    throw new HqError(
      "wrong-state",
      `Cannot find a country pack: the company is in ${constitution.company.country ?? "no country yet"}, expected one of ${countries.join(", ") || "none, for no pack is here"}.`,
      {
        hint: "docs/packs.md says how to write one; until then the duties stand in Obligations with schedules of your own.",
      },
    );
  }
  return { pack, packs, answers: answersOf(constitution.situation, pack), constitution };
}

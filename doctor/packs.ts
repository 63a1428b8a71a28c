/** The country packs of a company: their form, their cases, their age, and what the constitution says of them. */
import type { Constitution } from "../company/constitution/types.ts";
import type { Finding } from "../company/finding.ts";
import { warningAt } from "../company/kit/findings.ts";
import { runCases } from "../company/pack/cases.ts";
import { checkPackExpiry } from "../company/pack/check-expiry.ts";
import { checkPackRows } from "../company/pack/company-rows.ts";
import { lawPage, staleness } from "../company/pack/law-page.ts";
import type { Pack } from "../company/pack/pack.ts";
import { packOf } from "../company/pack/rows.ts";
import { type FoundPacks, packsFolder } from "../files/packs.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";

/** Facts that expire are told of the company's own country only; what is wrong, of every pack. */
export function checkPacks(
  { packs, findings }: FoundPacks,
  constitution: Constitution | null,
  {
    root,
    today,
    texts,
  }: { root: string; today: string; texts: ReadonlyMap<string, { text: string }> },
): Finding[] {
  const folder = packsFolder(root);
  const own = constitution === null ? null : packOf(constitution, packs);
  return [
    ...findings,
    ...packs.flatMap((pack) => runCases(pack, `${folder}/${pack.card.code}/cases.json`)),
    ...(own === null ? [] : checkPackExpiry(own, folder, today)),
    ...packs.flatMap((pack) => checkMadePage(pack, texts)),
    ...(constitution === null ? [] : checkPackRows(CONSTITUTION_FILE, constitution, packs)),
  ];
}

/** A made page that a hand changed, or that is older than its pack, says something else than code knows. */
function checkMadePage(pack: Pack, texts: ReadonlyMap<string, { text: string }>): Finding[] {
  const page = lawPage(pack);
  if (page === null || staleness(pack, texts.get(page.path)?.text) !== "other") return [];
  return [
    warningAt(page.path, 0, {
      what: `a page that is not as the pack ${pack.card.code} makes it: changed by hand, or older than the pack`,
      expected: "the law as the pack has it",
      fix: "Run hq pack pages. What you want to say differently, renew with hq facts renew, or write in a skill of your own.",
    }),
  ];
}

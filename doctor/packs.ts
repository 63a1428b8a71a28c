/** The country packs of a company: their form, their cases, their age, and what the constitution says of them. */
import { clip } from "../company/clip.ts";
import type { Constitution } from "../company/constitution/types.ts";
import type { Finding } from "../company/finding.ts";
import { warningAt } from "../company/kit/findings.ts";
import { runCases } from "../company/pack/cases.ts";
import { checkPackExpiry } from "../company/pack/check-expiry.ts";
import { checkPackRows } from "../company/pack/company-rows.ts";
import type { Pack } from "../company/pack/pack.ts";
import { isAsMade, pagesOfPacks } from "../company/pack/pages.ts";
import { packsInForce } from "../company/pack/rows.ts";
import { type FoundPacks, packsFolder } from "../files/packs.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";

/** Of a line that is not as it is made; more fills a screen. */
const FOUND_CHARS = 100;

/** Facts that expire are told of the company's own country only; what is wrong, of every pack. */
export function checkPacks(
  { packs, asBrought, findings }: FoundPacks,
  constitution: Constitution | null,
  {
    root,
    today,
    texts,
  }: { root: string; today: string; texts: ReadonlyMap<string, { text: string }> },
): Finding[] {
  const folder = packsFolder(root);
  const inForce = constitution === null ? [] : packsInForce(constitution, packs);
  const isCompany = constitution !== null && constitution.company.country !== null;
  return [
    ...findings,
    ...asBrought.flatMap((pack) => runCases(pack, `${folder}/${pack.card.code}/cases.json`)),
    ...(isCompany ? inForce.flatMap((pack) => checkPackExpiry(pack, folder, today)) : []),
    ...checkMadePages(inForce, texts),
    ...(constitution === null ? [] : checkPackRows(CONSTITUTION_FILE, constitution, packs)),
  ];
}

/** A made page that a hand changed, or that is older than its pack, says something else than code knows. */
function checkMadePages(
  packs: readonly Pack[],
  texts: ReadonlyMap<string, { text: string }>,
): Finding[] {
  return pagesOfPacks(packs).flatMap((page) => {
    const text = texts.get(page.path)?.text;
    if (text === undefined || isAsMade(page, text)) return [];
    const { line, found } = firstDifference(page.text, text);
    return [
      warningAt(page.path, line, {
        what: `a page that is not as the pack makes it, changed by hand or older than the pack: ${found}`,
        expected: "the figures as the pack has them",
        fix: "Run hq pack pages: rows of Facts that you read again are taken over. Other words go: write those in a skill of your own.",
      }),
    ];
  });
}

/** The first line of the page that the pack does not make so. */
function firstDifference(made: string, now: string): { line: number; found: string } {
  const [wanted, lines] = [made.split("\n"), now.replaceAll("\r\n", "\n").split("\n")];
  const at = lines.findIndex((line, index) => line !== wanted[index]);
  if (at === -1) return { line: lines.length, found: "its end is missing" };
  return { line: at + 1, found: clip(lines[at] || "an empty line", FOUND_CHARS) };
}

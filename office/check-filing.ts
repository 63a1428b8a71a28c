/** The check of filings, for the tool check_filing, for `hq duty check` and for each verdict on one. */
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { findingSentence } from "../company/finding.ts";
import { expiringFacts } from "../company/kit/facts/expiring-facts.ts";
import {
  type CheckedFiling,
  checkFiling,
  type Filing,
  filingsIn,
} from "../company/pack/filings.ts";
import { rowsOfPages } from "../company/pack/pages.ts";
import { answersOf, packOf } from "../company/pack/rows.ts";
import { type Refusal, refused } from "../company/protocol/review.ts";
import { readConstitution } from "../files/company.ts";
import { readCompanyPacks } from "../files/packs.ts";
import { readSkillPages } from "../files/skill-pages.ts";
import { readWork } from "./reviews/work.ts";

export interface CheckedFilings {
  kind: "filings";
  /** Code of the country's pack; null when there is none, and then nothing could be looked up. */
  pack: string | null;
  filings: CheckedFiling[];
}

/** A fact's name shorter than this stands in texts that do not mean it. */
const NAME_CHARS = 8;

/**
 * The filings of a text or of `file:<path>`, each with the facts under it.
 * @throws HqError for a constitution or file that cannot be read
 */
export async function checkFilingWork(
  given: string,
  place: { root: string; now: Date },
): Promise<CheckedFilings | Refusal> {
  const work = await readWork(place.root, given);
  if ("kind" in work) return work;
  const filings = filingsIn(work.text);
  if (filings.length > 0) return checkFilings(filings, place);
  return refused(
    "malformed",
    "the text holds no filing, expected a heading with a duty and its day",
    "Head it such as: ## IVA periodic return, due 2027-02-20",
  );
}

/** Without a pack for the country each filing is `concerns`: code knows no fact that it could rest on. */
export async function checkFilings(
  filings: readonly Filing[],
  { root, now }: { root: string; now: Date },
): Promise<CheckedFilings> {
  const { constitution } = await readConstitution(root);
  const { packs, findings } = await readCompanyPacks(root);
  const pack = packOf(constitution, packs);
  const today = dateIn(now, constitution.company.timeZone);
  if (pack === null) return { kind: "filings", pack: null, filings: filings.map(withoutPack) };
  const found = { pack, answers: answersOf(constitution.situation, pack), today };
  const expired = expiringFacts(await readSkillPages(root), today, rowsOfPages([pack])).flatMap(
    ({ skill, facts }) => {
      return facts.filter(({ checkBy }) => checkBy < today).map((fact) => ({ skill, ...fact }));
    },
  );
  const broken = findings.filter(({ severity }) => severity === "error").slice(0, 1);
  const unread = broken.map(
    (finding) => `the packs cannot be read whole: ${findingSentence(finding)}`,
  );
  return {
    kind: "filings",
    pack: pack.card.code,
    filings: filings.map((filing) => {
      const checked = checkFiling(filing, found);
      const low = filing.text.toLowerCase();
      const named = expired.filter(({ fact }) => {
        return fact.length >= NAME_CHARS && low.includes(fact.toLowerCase());
      });
      const expiredIn = named.map(({ skill, fact, checkBy }) => {
        return `${fact} (skill ${skill}) had to be read again by ${checkBy}`;
      });
      const why = [...expiredIn, ...unread];
      if (why.length === 0) return checked;
      const standing = checked.standing === "ready" ? "concerns" : checked.standing;
      return { ...checked, standing, why: [...checked.why, ...why] };
    }),
  };
}

/** The filings of a work that is judged, each checked; nothing is read for a work that holds none. */
export async function filingsUnder(
  text: string,
  place: { root: string; now: Date },
): Promise<CheckedFiling[]> {
  const filings = filingsIn(text);
  if (filings.length === 0) return [];
  try {
    const { pack, filings: checked } = await checkFilings(filings, place);
    return pack === null ? [] : checked;
  } catch (error) {
    // A verdict has its own words for a constitution that cannot be read.
    if (error instanceof HqError) return [];
    throw error;
  }
}

function withoutPack({ obligation, due, line }: Filing): CheckedFiling {
  const why = ["no pack is for the company's country: each rule needs its source and day by hand"];
  return { obligation, due, line, duty: null, day: null, facts: [], standing: "concerns", why };
}

/** Takes what the founder read at a source: the fact holds on, or has another value, perhaps from a day on. */
import { dateIn } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { saidBy } from "../../company/pack/figures.ts";
import type { Pack } from "../../company/pack/pack.ts";
import { pagesOfPacks } from "../../company/pack/pages.ts";
import {
  factsSchema,
  type LawRow,
  lawSchema,
  type PackFact,
  type Source,
} from "../../company/pack/schema.ts";
import { sourceCell } from "../../company/pack/source-cell.ts";
import { renewPages } from "../../files/pack-pages.ts";
import { writeRenewals } from "../../files/renewals.ts";
import { ownPack } from "./own-pack.ts";

export interface Renewal {
  id: string;
  /** Of a fact that differs by region. */
  region?: string | undefined;
  /** Left out: the source still says the same. */
  value?: string | undefined;
  /** ISO date from which the value holds; the older one ends on the day before. */
  from?: string | undefined;
  /** Law and article, or page, when it is another one than before. */
  source?: string | undefined;
  link?: string | undefined;
  /** ISO date by which it must be read again. */
  checkBy: string;
}

export interface Renewed {
  id: string;
  before: string;
  after: string;
  checkBy: string;
  /** Where it is written, from the root. */
  file: string;
}

/** Behind the readings of the kit. */
const READ_HERE = "; read at its source by the founder [A]";

/**
 * Writes the reading of today beside the packs; the founder read the source, so its grade is A.
 * @throws HqError `usage` for a fact that is not there or a value that is none, `wrong-state` without a pack.
 */
export async function renewFact(
  { root, now }: { root: string; now: Date },
  renewal: Renewal,
): Promise<Renewed> {
  const { pack, constitution } = await ownPack(root);
  const today = dateIn(now, constitution.company.timeZone);
  if (renewal.checkBy <= today) {
    throw refused(renewal, `the day ${renewal.checkBy} has passed, expected one after ${today}`);
  }
  const row = rowOf(pack, renewal);
  const source: Source = {
    article: renewal.source ?? readAgain(row.source),
    ...linkOf(renewal, row.source),
    grade: "A",
    readOn: today,
  };
  const renewed = "question" in row ? renewedLaw(row, renewal) : renewedFact(row, renewal);
  const whole = checked(renewal, { ...renewed, source, checkBy: renewal.checkBy });
  const before = pagesOfPacks([pack]);
  const added = "question" in whole ? { facts: [], law: [whole] } : { facts: [whole], law: [] };
  const file = await writeRenewals(root, pack.card.code, added);
  await renewPages(root, { before, after: pagesOfPacks([(await ownPack(root)).pack]) });
  return {
    id: row.id,
    before: said(row, pack),
    after: said(whole, pack),
    checkBy: renewal.checkBy,
    file,
  };
}

/** A source that tells several readings apart gets one more; the grade says the rest. */
function readAgain(source: Source): string {
  const { article } = source;
  if (sourceCell(source) !== article) return article;
  return article.includes(READ_HERE) ? article : `${article}${READ_HERE}`;
}

function linkOf({ link, source }: Renewal, before: Source): { link?: string } {
  if (link !== undefined) return { link };
  // The old link leads to the old page.
  return source === undefined && before.link !== undefined ? { link: before.link } : {};
}

/** The newest row of the fact, or the row of law. */
function rowOf(pack: Pack, renewal: Renewal): PackFact | LawRow {
  const { id, region } = renewal;
  const rows = pack.facts.filter((fact) => fact.id === id);
  const ofRegion = rows.filter((fact) => region === undefined || fact.region === region);
  const regions = new Set(ofRegion.map((fact) => fact.region ?? ""));
  if (regions.size > 1) {
    throw refused(renewal, `it differs by region, expected --region ${[...regions].join(" or ")}`);
  }
  const [newest] = ofRegion.toSorted((a, b) => ((a.from ?? "") < (b.from ?? "") ? 1 : -1));
  const law = pack.law.find((row) => row.id === id);
  const found = newest ?? law;
  if (found !== undefined) return found;
  throw refused(
    renewal,
    `the pack ${pack.card.code} has no such fact, expected one of hq facts list`,
  );
}

function renewedFact(row: PackFact, { value, from }: Renewal): PackFact {
  const { until: _until, ...open } = row;
  const read =
    value === undefined ? row.value : typeof row.value === "number" ? Number(value) : value;
  return from === undefined ? { ...row, value: read } : { ...open, value: read, from };
}

function renewedLaw(row: LawRow, renewal: Renewal): LawRow {
  if (renewal.from !== undefined) throw refused(renewal, "it is a row of law, expected no --from");
  return renewal.value === undefined ? row : { ...row, says: renewal.value };
}

function checked<T extends PackFact | LawRow>(renewal: Renewal, row: T): T {
  const result =
    "question" in row
      ? lawSchema.safeParse({ law: [row] })
      : factsSchema.safeParse({ facts: [row] });
  const issue = result.error?.issues[0];
  if (issue === undefined) return row;
  throw refused(
    renewal,
    `${issue.path.slice(2).join(".")} is not right, expected ${issue.message}`,
  );
}

function said(row: PackFact | LawRow, pack: Pack): string {
  if ("question" in row) return row.says;
  return `${saidBy(row, pack)}${row.from === undefined ? "" : ` from ${row.from}`}`;
}

function refused({ id }: Renewal, why: string): HqError {
  return new HqError("usage", `Cannot renew the fact "${id.slice(0, 60)}": ${why}.`, {
    hint: "hq facts due shows what must be read again, with its link.",
  });
}

/** Takes what the founder read at a source: the fact holds on, or has another value, perhaps from a day on. */
import path from "node:path";
import { dateIn } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { lawPage } from "../../company/pack/law-page.ts";
import type { Pack } from "../../company/pack/pack.ts";
import {
  addRenewal,
  NO_RENEWALS,
  printRenewals,
  readRenewals,
} from "../../company/pack/renewals.ts";
import {
  factsSchema,
  type LawRow,
  lawSchema,
  type PackFact,
  type Source,
} from "../../company/pack/schema.ts";
import { withLock } from "../../files/lock.ts";
import { writePackPages } from "../../files/pack-pages.ts";
import { renewalsFile } from "../../files/packs.ts";
import { readText, writeText } from "../../files/text.ts";
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
    article: renewal.source ?? row.source.article,
    ...linkOf(renewal, row.source),
    grade: "A",
    readOn: today,
  };
  const renewed = "says" in row ? renewedLaw(row, renewal) : renewedFact(row, renewal);
  const whole = checked(renewal, { ...renewed, source, checkBy: renewal.checkBy });
  const file = renewalsFile(pack.card.code);
  const page = lawPage(pack);
  const wasAsMade =
    page !== null && (await readText(path.join(root, page.path)).catch(() => null)) === page.text;
  await withLock(path.join(root, ".hq", "renewals.lock"), async () => {
    const text = await readText(path.join(root, file));
    const known = text === null ? null : readRenewals({ path: file, text });
    const [wrong] = known?.findings ?? [];
    if (wrong !== undefined) {
      throw new HqError(
        "invalid-file",
        `Cannot write ${file}: ${wrong.what}, expected ${wrong.expected}. ${wrong.fix}`,
      );
    }
    await writeText(
      path.join(root, file),
      printRenewals(addRenewal(known?.renewals ?? NO_RENEWALS, whole)),
    );
  });
  // A page that was changed by hand is left to the founder; the doctor tells it.
  if (wasAsMade) await writePackPages(root, [(await ownPack(root)).pack], { dryRun: false });
  return { id: row.id, before: said(row), after: said(whole), checkBy: renewal.checkBy, file };
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
    "says" in row ? lawSchema.safeParse({ law: [row] }) : factsSchema.safeParse({ facts: [row] });
  const issue = result.error?.issues[0];
  if (issue === undefined) return row;
  throw refused(
    renewal,
    `${issue.path.slice(2).join(".")} is not right, expected ${issue.message}`,
  );
}

function said(row: PackFact | LawRow): string {
  if ("says" in row) return row.says;
  const period = row.from === undefined ? "" : ` from ${row.from}`;
  return `${row.value}${row.unit === undefined ? "" : ` ${row.unit}`}${period}`;
}

function refused({ id }: Renewal, why: string): HqError {
  return new HqError("usage", `Cannot renew the fact "${id.slice(0, 60)}": ${why}.`, {
    hint: "hq facts due shows what must be read again, with its link.",
  });
}

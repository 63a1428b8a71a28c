/** The law of the company that a memory lies in, for who asks the memory. */
import { statSync } from "node:fs";
import path from "node:path";
import { dateIn } from "../../company/dates.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import type { AskLaw, LawFound, LawRow } from "../../mcp-memory/recall/law.ts";
import type { FoundRow, PackHits } from "./search-pack.ts";

export interface LawDesk {
  root: string;
  now(): Date;
  /** Takes one line when the packs cannot be read. */
  log(line: string): void;
}

/** More than a caller shows. */
const ROWS = 5;
/** What meets a question less than half as well as the best row is about something else. */
const NEAR = 0.5;

/** What was read, good as long as no file of it changed. */
interface Known {
  files: readonly string[];
  stamp: string;
  ask: ((question: string) => LawFound) | null;
}

/**
 * Answers from the pack of the company's country, null without one. Packs, constitution and renewals are read at the
 * first question and again when one of their files changed; what cannot be read is told to `log` and gives null.
 */
export function createLawReader(desk: LawDesk): AskLaw {
  let known: Promise<Known> | undefined;
  return async (question) => {
    const before = await known;
    if (before === undefined || stampOf(before.files) !== before.stamp) known = readLaw(desk);
    const { ask } = (await known) ?? { ask: null };
    return ask === null ? null : ask(question);
  };
}

async function readLaw({ root, now, log }: LawDesk): Promise<Known> {
  const { readConstitution } = await import("../../files/company.ts");
  const { packsFolder, readCompanyPacks, renewalsFile } = await import("../../files/packs.ts");
  const folder = packsFolder(root);
  const stand = (paths: readonly string[]) => paths.map((file) => path.join(root, file));
  const always = stand([CONSTITUTION_FILE, folder]);
  const none = { files: always, stamp: stampOf(always), ask: null };
  try {
    const { constitution } = await readConstitution(root);
    const { packs, files } = await readCompanyPacks(root);
    const { answersOf, packOf } = await import("../../company/pack/rows.ts");
    const pack = packOf(constitution, packs);
    const renewals = packs.map(({ card }) => renewalsFile(card.code));
    const read = [...always, ...stand([...files.map((file) => file.path), ...renewals])];
    const stamp = stampOf(read);
    if (pack === null) return { files: read, stamp, ask: null };
    const { packSearch } = await import("./search-pack.ts");
    const search = packSearch(pack, answersOf(constitution.situation, pack));
    const { timeZone } = constitution.company;
    const ask = (question: string) =>
      lawFound(search(question, dateIn(now(), timeZone)), pack.card.name);
    return { files: read, stamp, ask };
  } catch (error) {
    log(`The law of the country is not known: ${String(error)}`);
    return none;
  }
}

function lawFound({ rows, uncovered, strength }: PackHits, country: string): LawFound {
  const best = rows[0]?.relevance ?? 0;
  const near = rows.filter(({ relevance }) => relevance >= best * NEAR);
  return {
    rows: near.slice(0, ROWS).map(lawRow),
    strength,
    note:
      uncovered === null
        ? null
        : `The pack of ${country} does not cover ${uncovered}: say so, and ask a certified accountant or a lawyer.`,
  };
}

function lawRow(row: FoundRow): LawRow {
  const { id, kind, title, says, source } = row;
  const validity = validityOf(row);
  return {
    ...{ id, kind, title, says },
    ...(source === null ? {} : { source: `${source.article}; ${readingOf(source)}` }),
    ...(source?.link === undefined ? {} : { link: source.link }),
    ...(validity === "" ? {} : { validity }),
  };
}

function readingOf({ grade, readOn }: { grade: string; readOn: string }): string {
  return grade === "U" ? "not read" : `read ${readOn} (${grade})`;
}

function validityOf({ period, checkBy, expired, ruledOut }: FoundRow): string {
  const read = expired ? `EXPIRED ${checkBy}: read its source again first` : `check by ${checkBy}`;
  return [
    ...(ruledOut ? ["does not apply to us by our answers"] : []),
    ...(period === undefined ? [] : [period]),
    ...(checkBy === null ? [] : [read]),
  ].join("; ");
}

function stampOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
      return `${stat?.ino} ${stat?.size} ${stat?.mtimeNs}`;
    })
    .join("\n");
}

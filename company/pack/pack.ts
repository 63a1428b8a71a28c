/** A country pack as values, with what it inherits in it already. */
import type {
  Grace,
  Holiday,
  LawRow,
  Mention,
  NotDue,
  PackCard,
  PackCase,
  PackDate,
  PackDuty,
  PackFact,
  Question,
} from "./schema.ts";
import type { Uncovered } from "./uncovered.ts";

/** A pack is a few hundred rows; a larger file was put there by mistake. */
export const PACK_FILE_LIMIT_BYTES = 1024 * 1024;

export interface Pack {
  card: PackCard;
  /** What neither the pack nor a layer covers. */
  uncovered: Uncovered[];
  /** Of the pack itself and of the layers that it inherits; its own row wins over one of the same id. */
  graces: Grace[];
  holidays: Holiday[];
  /** Questions whose answers are holidays too. */
  askedHolidays: string[];
  duties: PackDuty[];
  notDue: NotDue[];
  questions: Question[];
  dates: PackDate[];
  facts: PackFact[];
  mentions: Mention[];
  law: LawRow[];
  cases: PackCase[];
  pages: PageTemplate[];
}

/** A page of a skill as the pack's author writes it, with `{{…}}` where figures and rows go. */
export interface PageTemplate {
  /** `portuguese-tax/SKILL`. */
  page: string;
  text: string;
}

/** What the founder said of the company, by the id of the question. */
export type Answers = ReadonlyMap<string, string>;

/** `pt:iva-periodic`, the name of a duty in a row of Obligations; null for any other text. */
export function dutyName(text: string): { pack: string; duty: string } | null {
  const [, pack, duty] = /^([a-z]{2}):([a-z][a-z0-9-]{0,59})$/.exec(text.trim()) ?? [];
  return pack === undefined || duty === undefined ? null : { pack, duty };
}

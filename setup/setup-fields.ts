/** The founder's answers in the tables Company and Products, and how they differ from those before. */
import { setCompanyField } from "../company/constitution/edit.ts";
import type { CompanyField } from "../company/constitution/sections.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { literalCell } from "../company/markdown/cells.ts";
import { writtenAnswers } from "../company/pack/company-answers.ts";
import { constitutionTables } from "./constitution-rows.ts";
import type { ProductAnswer } from "./product-answer.ts";

/** What the founder answers now, checked; what is not in it stays. */
export interface SetupWish {
  company?: string | undefined;
  founder?: string | undefined;
  /** Its English name. */
  country?: string | undefined;
  timeZone?: string | undefined;
  currency?: string | undefined;
  language?: string | undefined;
  /** As they were given: they are held against the questions of the country that then counts. */
  answers: readonly { question: string; answer: string }[];
  /** New ones, or others in the place of those of the same name. */
  products: readonly ProductAnswer[];
  /** Brings the duties too that the founder took out of the table. */
  allDuties: boolean;
}

/** One answer before and after; null is an open one. */
export interface AnswerChange {
  what: string;
  before: string | null;
  after: string | null;
}

/** The page with the fields and products that are wished. */
export function withFields(page: string, wish: SetupWish): string {
  let text = page;
  const set = (field: CompanyField, value: string | undefined): void => {
    if (value !== undefined) text = setCompanyField(text, field, value);
  };
  set("Name", wish.company);
  set("Founder", wish.founder);
  set("Country", wish.country);
  set("Time zone", wish.timeZone);
  set("Currency", wish.currency);
  set("Language", wish.language);
  if (wish.products.length === 0) return text;
  const tables = constitutionTables(text);
  const rows = tables.rows("Products").map((cells) => [...cells]);
  for (const product of wish.products) {
    const { name, status, stack, url, socialUrl, note } = product;
    const cells = [name, status, stack, url, socialUrl, note].map(literalCell);
    const at = rows.findIndex(([known = ""]) => isSameName(known, cells[0] ?? ""));
    rows.splice(at === -1 ? rows.length : at, at === -1 ? 0 : 1, cells);
  }
  tables.replace("Products", rows);
  return tables.text();
}

/** What is otherwise on the page of `after`, in the order in which it is asked. */
export function answerChanges(before: Constitution, after: Constitution): AnswerChange[] {
  const changes: AnswerChange[] = [];
  const add = (what: string, one: string | null, other: string | null): void => {
    if (one !== other) changes.push({ what, before: one, after: other });
  };
  add("company", before.company.name, after.company.name);
  add("founder", before.company.founder, after.company.founder);
  add("country", before.company.country, after.company.country);
  add("time zone", before.company.timeZone, after.company.timeZone);
  add("currency", before.company.currency, after.company.currency);
  add("language", before.company.language, after.company.language);
  const [old, now] = [writtenAnswers(before), writtenAnswers(after)];
  for (const id of new Set([...now.keys(), ...old.keys()])) {
    add(id, old.get(id) ?? null, now.get(id) ?? null);
  }
  for (const { name, ...product } of after.products) {
    const known = before.products.find((one) => isSameName(one.name, name));
    add(`product ${name}`, known === undefined ? null : productWords(known), productWords(product));
  }
  return changes;
}

function productWords({
  status,
  stack,
  url,
  socialUrl,
  note,
}: Omit<Constitution["products"][number], "name" | "line">): string {
  return [status, stack, url, socialUrl, note]
    .filter((cell) => cell !== "" && cell !== null)
    .join(", ");
}

/** Names of products: upper and lower case are one. */
export function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

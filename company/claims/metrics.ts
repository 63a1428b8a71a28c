/** The metrics in memory, as numbers with their day. */
import type { Constitution, Product } from "../constitution/types.ts";
import { daysBetween, isIsoDate } from "../dates.ts";
import type { MemoryView, RememberedEntity } from "../memory-view.ts";
import { foldAccents, stemOf } from "./match.ts";
import { quantitiesOf } from "./quantities.ts";

export interface MetricValue {
  numbers: readonly { value: number; unit: string }[];
  /** As in memory: `37 shops`. */
  text: string;
  /** ISO date; null when nobody knows. */
  date: string | null;
}

export interface Metric {
  /** `metric:redeiro-customers` */
  name: string;
  /** The product that its name begins with; null when it is the company's. */
  product: Product | null;
  /** Stems of the rest of its name. */
  about: readonly string[];
  /** Newest first. */
  values: readonly MetricValue[];
  /** Days since the newest value; null when it has no date. */
  ageDays: number | null;
  isStale: boolean;
}

const PREFIX = "metric:";
const VALUE = /^value:\s*(.{1,200})$/i;
const DATED = /^(?:as of|verified|checked):\s*(\d{4}-\d{2}-\d{2})/i;

/** The metrics that have a value, in the order of memory. `today` is an ISO date. */
export function metricsOf(memory: MemoryView, constitution: Constitution, today: string): Metric[] {
  const rule = constitution.freshFacts.find(
    ({ entityType }) => entityType.toLowerCase() === "metric",
  );
  const products = constitution.products.map((product) => ({
    product,
    stem: slugStem(product.name),
  }));
  return memory.entities.flatMap((entity) => {
    if (entity.entityType.toLowerCase() !== "metric" || !entity.name.startsWith(PREFIX)) return [];
    const values = valuesOf(entity, today);
    if (values.length === 0) return [];
    const words = foldAccents(entity.name.slice(PREFIX.length))
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
    const slug = words.join("-");
    const owner = products.find(({ stem }) => slug === stem || slug.startsWith(`${stem}-`));
    const own = owner === undefined ? 0 : owner.stem.split("-").length;
    const date = values[0]?.date ?? null;
    const ageDays = date === null ? null : daysBetween(date, today);
    return [
      {
        name: entity.name,
        product: owner?.product ?? null,
        about: words.slice(own).map(stemOf),
        values,
        ageDays,
        isStale: rule !== undefined && (ageDays === null || ageDays > rule.days),
      },
    ];
  });
}

function slugStem(name: string): string {
  return foldAccents(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join("-");
}

/** Each `Value:` takes the date in its own brackets, else the first `As of:` after it. */
function valuesOf(entity: RememberedEntity, today: string): MetricValue[] {
  const values: MetricValue[] = [];
  for (const [at, { text, at: written }] of entity.observations.entries()) {
    const said = VALUE.exec(text)?.[1];
    if (said === undefined) continue;
    const own = /\((\d{4}-\d{2}-\d{2})\)\s*$/.exec(said);
    const next = entity.observations
      .slice(at + 1)
      .find((other) => DATED.test(other.text) || VALUE.test(other.text));
    const after = next === undefined ? undefined : DATED.exec(next.text)?.[1];
    const date = own?.[1] ?? after ?? written?.slice(0, 10) ?? null;
    const plain = own === null ? said : said.slice(0, own.index).trim();
    const numbers = quantitiesOf(plain).map(({ value, unit }) => ({ value, unit }));
    const isKnown = date !== null && isIsoDate(date) && date <= today;
    if (numbers.length > 0) values.push({ numbers, text: plain, date: isKnown ? date : null });
  }
  // The later of two values of one day was written later.
  return values
    .reverse()
    .sort((a, b) =>
      (a.date ?? "") < (b.date ?? "") ? 1 : (a.date ?? "") > (b.date ?? "") ? -1 : 0,
    );
}

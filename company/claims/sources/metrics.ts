/** The metrics in memory, as numbers with their day. */
import type { Constitution, Product } from "../../constitution/types.ts";
import { dateIn, daysBetween } from "../../dates.ts";
import { type AsOf, labelledLines } from "../../labelled-lines.ts";
import type { MemoryView, RememberedEntity } from "../../memory-view.ts";
import { signalKeys, wordsOf } from "../../protocol/words.ts";
import { foldAccents } from "../reading/match.ts";
import { quantitiesOf } from "../reading/quantities.ts";

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
  /** The words of the rest of its name, each with the keys that it is met by. */
  about: readonly { folded: string; keys: ReadonlySet<string> }[];
  /** Newest first. */
  values: readonly MetricValue[];
  /** Days since the newest value; null when it has no date. */
  ageDays: number | null;
  isStale: boolean;
}

const PREFIX = "metric:";
/** What is longer is a text about the metric. */
const VALUE_LIMIT = 200;

/** Of the memory that was read last: a hundred posts are checked against one, and each has hundreds of values. */
const read = new WeakMap<
  MemoryView,
  { constitution: Constitution; today: string; metrics: Metric[] }
>();

/** The metrics that have a value, in the order of memory. `today` is an ISO date. */
export function metricsOf(
  memory: MemoryView,
  constitution: Constitution,
  today: string,
): readonly Metric[] {
  const known = read.get(memory);
  if (known?.constitution === constitution && known.today === today) return known.metrics;
  const metrics = readMetrics(memory, constitution, today);
  read.set(memory, { constitution, today, metrics });
  return metrics;
}

function readMetrics(memory: MemoryView, constitution: Constitution, today: string): Metric[] {
  const rule = constitution.freshFacts.find(
    ({ entityType }) => entityType.toLowerCase() === "metric",
  );
  const { timeZone } = constitution.company;
  const dateOf = (at: string | null) =>
    at === null || Number.isNaN(Date.parse(at)) ? null : dateIn(new Date(at), timeZone);
  const products = constitution.products.map((product) => ({
    product,
    stem: slugStem(product.name),
  }));
  return memory.entities.flatMap((entity) => {
    if (entity.entityType.toLowerCase() !== "metric" || !entity.name.startsWith(PREFIX)) return [];
    const values = valuesOf(entity, { today, dateOf });
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
        about: wordsOf(words.slice(own).join(" ")).map((word) => ({
          folded: word.folded,
          keys: new Set(signalKeys(word)),
        })),
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

function valuesOf(entity: RememberedEntity, asOf: AsOf): MetricValue[] {
  return labelledLines(entity, "Value", asOf).flatMap(({ value, date }) => {
    if (value.length > VALUE_LIMIT) return [];
    const text = value.replace(/\(\d{4}-\d{2}-\d{2}\)\s*$/, "").trim();
    const numbers = quantitiesOf(text).map((quantity) => ({
      value: quantity.value,
      unit: quantity.unit,
    }));
    return numbers.length === 0 ? [] : [{ numbers, text, date }];
  });
}

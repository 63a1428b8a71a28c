/** Figures in a draft against the metrics in memory. */
import { textKeys, type Word } from "../../protocol/words.ts";
import { both, firstIn, phrases, saidIn } from "../reading/match.ts";
import type { Quantity } from "../reading/quantities.ts";
import { DENIED, NOW, PLANNED, THOUGHT } from "../reading/signs.ts";
import type { Metric, MetricValue } from "../sources/metrics.ts";
import type { ClaimFinding, Judgement, Reading } from "../types.ts";
import { isQuoted } from "./names.ts";

/** Money, time and shares belong to a metric only when its words stand there too. */
const GENERAL_UNITS = new Set(
  "% eur usd gbp brl minute second hour day week month year ms kb mb gb ".split(" "),
);
/** In a metric's name these say that it is a number, not which. */
const UNTELLING = new Set(["time", "rate", "count", "total", "number"]);
/** How people say a metric without its name. */
const SAID_AS: ReadonlyMap<string, RegExp> = new Map([
  [
    "uptime",
    phrases(
      "(?:was|were|is|been|stayed) (?:up|online|reachable)|(?:está|esteve) (?:no ar|online|de pé)",
    ),
  ],
  [
    "mrr",
    phrases(
      "(?:monthly|recurring) (?:recurring )?(?:revenue|income|turnover)|revenue (?:per|a) month|receitas? (?:mensal|mensais|recorrente)|faturação mensal",
    ),
  ],
  ["churn", phrases("cancellations?|cancelled|unsubscribed|cancelamentos?|cancelou|cancelaram")],
]);
/** The number says how many there are in all, and not how many did something once. */
const TOTAL = phrases(
  "has|have|serves?|used by|trusted by|runs? (?:for|in|at)|paid by|now at|(?:is|are|stands?|we're|i'm) at|count on|chose|reached|passed|grew to|counts|total of|customers? (?:is|are)|there are|tem|têm|serve|usad[oa] (?:por|em)|chegou a|ultrapassou|conta com|há|são já|já são|(?:está|estão|vai) em",
);
const USE =
  /^\s?(?:(?!to )[a-zà-öø-ÿ]+ )?(?:uses?|runs?|pays?|rely|trust|are (?:on|in)|on|signed up|(?:have |has )?(?:stayed|joined|switched|moved)|count on|a usar|usando|utilizam|usam|pagam|ficaram|aderiram|mudaram|confiam|têm|estão)(?![a-zà-öø-ÿ])/u;
/** A day that the figure is of. */
const DATED = both(
  "\\d{4}-\\d{2}-\\d{2}|(?:on|as of|in|since|by|of)(?: the)?(?: \\d{1,2}(?:st|nd|rd|th)?)?(?: of)? (?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|may|june|july|august|september|october|november|december) \\d{1,2}",
  "\\d{4}-\\d{2}-\\d{2}|(?:em|a|de|desde)(?: \\d{1,2})?(?: de)? (?:janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)",
);

interface Figure {
  reading: Reading;
  quantity: Quantity;
}

/** What the figures of one sentence are worth; `metrics` is null when memory could not be read. */
export function judgeFigures(
  reading: Reading,
  metrics: readonly Metric[] | null,
  judgement: Judgement,
): void {
  for (const quantity of reading.quantities) {
    const verdict = verdictOf({ reading, quantity }, metrics);
    if (verdict.kind === "finding") judgement.findings.push(verdict.finding);
    else judgement[verdict.kind].push(`${quantity.words}: ${verdict.why}`);
  }
}

type Verdict =
  | { kind: "finding"; finding: ClaimFinding }
  | { kind: "proved" | "open"; why: string };

function verdictOf(figure: Figure, metrics: readonly Metric[] | null): Verdict {
  const { reading, quantity } = figure;
  const { sentence, subject } = reading;
  const open: Verdict = { kind: "open", why: "no metric in memory holds it" };
  if (metrics === null)
    return { kind: "open", why: "memory could not be read, so no metric holds it" };
  if (sentence.isQuestion || isQuoted(sentence, quantity.at)) return open;
  const isToday = saidIn(PLANNED, sentence) === null && saidIn(THOUGHT, sentence) === null;
  const fitting = metrics.filter((metric) => fits(metric, figure));
  const same = metrics.find((metric) => agrees(metric, figure));
  if (fitting.length > 0) return againstMetrics(figure, fitting, isToday);
  if (same !== undefined) return { kind: "proved", why: `${same.name} says so` };
  const isOurs = subject !== null && subject.by !== "near";
  if (quantity.unit !== "%" || !isOurs || !isToday || saidIn(DENIED, sentence) !== null)
    return open;
  return {
    kind: "finding",
    finding: {
      ...{ line: sentence.line, words: quantity.words, rule: "figure-unproven" },
      severity: "blocking",
      what: "No metric in memory holds this figure.",
      wayOut:
        "Measure it and remember it as metric:<slug> with its date and source, or leave it out.",
    },
  };
}

/** Whether the figure is meant to be that metric. */
function fits(metric: Metric, { reading, quantity }: Figure): boolean {
  const units = metric.values[0]?.numbers.map(({ unit }) => unit) ?? [];
  if (!units.includes(quantity.unit) || quantity.isPart) return false;
  const { subject, sentence, words, quantities } = reading;
  if (metric.product !== null && subject?.product !== metric.product) return false;
  const { low } = sentence;
  if (GENERAL_UNITS.has(quantity.unit)) return isNamed(metric, words) || isSaid(metric, low);
  // Part of a total: "12 of 35 shops" speaks of the day it was counted.
  if (quantities[quantities.indexOf(quantity) - 1]?.isPart === true) return false;
  const before = low.slice(Math.max(0, quantity.at - 24), quantity.at);
  const isTotal = [...before.matchAll(TOTAL)].some(
    ({ index, 0: found }) => before.length - index - found.length <= 14,
  );
  return isTotal || isNamed(metric, words) || USE.test(low.slice(quantity.end));
}

/**
 * The telling words of its name stand side by side: "the restore took 41 minutes" is the restore
 * time, and "costs me 2.10 EUR a month" is not the monthly costs.
 */
function isNamed({ about }: Metric, words: readonly Word[]): boolean {
  const telling = about.filter(({ folded }) => !UNTELLING.has(folded));
  const meets = (word: Word, { keys }: (typeof telling)[number]) =>
    textKeys(word).some((key) => keys.has(key));
  const [first] = telling;
  if (first === undefined) return false;
  return words.some((word, at) => {
    if (!meets(word, first)) return false;
    const near = words.slice(Math.max(0, at - telling.length), at + telling.length + 1);
    return telling.every((each) => near.some((other) => meets(other, each)));
  });
}

function isSaid({ about }: Metric, low: string): boolean {
  const words = about.length === 1 ? SAID_AS.get(about[0]?.folded ?? "") : undefined;
  return words !== undefined && firstIn(words, low) !== null;
}

/** A figure of the same size and unit in a metric that is named less plainly: a coincidence is rare. */
function agrees(metric: Metric, { reading, quantity }: Figure): boolean {
  const { subject, sentence } = reading;
  const isAbout =
    metric.product === null || metric.product === (subject?.product ?? metric.product);
  if (quantity.unit === "" || !isAbout) return false;
  const isDated = saidIn(DATED, sentence) !== null;
  const values = isDated ? metric.values : metric.isStale ? [] : metric.values.slice(0, 1);
  return values.some(({ numbers }) =>
    numbers.some(({ value, unit }) => unit === quantity.unit && value === quantity.value),
  );
}

function holds(value: MetricValue | undefined, quantity: Quantity): boolean {
  return (value?.numbers ?? []).some(
    (number) => number.unit === quantity.unit && isSame(number.value, quantity),
  );
}

/** "Over 30" may stand for 37; "40" may not. */
function isSame(value: number, { value: said, isRough }: Quantity): boolean {
  if (said === value) return true;
  if (!isRough && !(said >= 1_000 && said % 100 === 0)) return false;
  return Math.abs(said - value) <= value * 0.1 || (said < value && said >= value * 0.75);
}

function againstMetrics(
  { reading: { sentence }, quantity }: Figure,
  metrics: readonly Metric[],
  isToday: boolean,
): Verdict {
  const isDated = saidIn(DATED, sentence) !== null;
  const now = metrics.find(({ values }) => holds(values[0], quantity));
  const finding = (rule: ClaimFinding["rule"], what: string, wayOut: string): Verdict => ({
    kind: "finding",
    finding: {
      line: sentence.line,
      words: quantity.words,
      rule,
      severity: "blocking",
      what,
      wayOut,
    },
  });
  if (now !== undefined) {
    if (!now.isStale || isDated) return { kind: "proved", why: `${now.name} says so` };
    const age = now.ageDays === null ? "has no date" : `is ${now.ageDays} days old`;
    return finding(
      "figure-stale",
      `${now.name} says so too, but its value ${age}.`,
      "Look it up again and renew the metric, or say in the sentence of which day it is.",
    );
  }
  const [metric] = metrics;
  const newest = metric?.values[0];
  const old = metric?.values.slice(1).find((value) => holds(value, quantity));
  if (
    metric === undefined ||
    newest === undefined ||
    (!isToday && saidIn(NOW, sentence) === null)
  ) {
    return { kind: "open", why: "no metric in memory holds it" };
  }
  if (old !== undefined && isDated) return { kind: "proved", why: `${metric.name} said so` };
  const day = ({ date }: MetricValue) => (date === null ? "" : ` (${date})`);
  const was = old === undefined ? "" : `; it was ${old.text}${day(old)}`;
  return finding(
    old === undefined ? "figure-differs" : "figure-stale",
    `${metric.name} says ${newest.text}${day(newest)}${was}.`,
    old === undefined
      ? "Write the value in memory, or have its owner renew it first."
      : "Write today's value, or say in the sentence of which day it is.",
  );
}

/** Figures in a draft against the metrics in memory; percentages and absolutes without one. */
import type { Judgement } from "./levels.ts";
import { firstIn, phrases, stemOf, wordsOf } from "./match.ts";
import type { Metric, MetricValue } from "./metrics.ts";
import { type Quantity, quantitiesOf } from "./quantities.ts";
import { isQuoted, type Reading } from "./statements.ts";
import type { ClaimFinding } from "./types.ts";

/** Money, time and shares belong to a metric only when its words stand there too. */
const GENERAL_UNITS = new Set([
  "%",
  "eur",
  "usd",
  "gbp",
  "minut",
  "second",
  "hour",
  "day",
  "week",
  "month",
  "year",
  "ms",
  "kb",
  "mb",
  "gb",
  "",
]);
/** In a metric's name these say that it is a number, not which. */
const UNTELLING = new Set(["time", "rate", "count", "total", "number"]);
const QUALITY = phrases(
  "accura(?:cy|te|tely)|precision|recall|uptime|availability|success rate|reliab(?:le|ility)|error rate|faster|slower|cheaper|satisfaction|correct|conversion|retention|churn|coverage",
  "precisão|exatidão|rigor|disponibilidade|taxa de (?:sucesso|erro|acerto)|fiabilidade|fiável|mais rápid[oa]s?|mais barat[oa]s?|satisfação|acerto|conversão|retenção",
);
/** "73% fewer orders are lost" says what the product does, in a number. */
const COMPARED =
  /^\s?(?:fewer|less|more|lower|higher|better|quicker|menos|mais|melhor)(?![a-zà-öø-ÿ])/u;
/** How people say a metric without its name. */
const SAID_AS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    uptime: phrases(
      "(?:was|were|is|been|stayed) (?:up|online|reachable)",
      "(?:está|esteve) (?:no ar|online|de pé)",
    ),
    mrr: phrases(
      "(?:monthly|recurring) (?:recurring )?(?:revenue|income|turnover)|revenue (?:per|a) month",
      "receita (?:mensal|recorrente)|receitas mensais|faturação mensal",
    ),
    churn: phrases(
      "cancellations?|cancelled|unsubscribed|cancel(?:s)? their plan",
      "cancelamentos?|cancelou|cancelaram",
    ),
  }).map(([name, words]) => [stemOf(name), words]),
);
/** The number says how many there are in all, and not how many did something once. */
const TOTAL = phrases(
  "(?:has|have|serves?|used by|trusted by|runs? (?:for|in|at)|paid by|with|now at|is at|are at|stands? at|count on|chose|picked|reached|passed|grew to|counts|we're at|i'm at|total of|customers? (?:is|are)|there are)",
  "(?:tem|têm|serve|usad[oa] (?:por|em)|chegou a|chegámos a|ultrapassou|conta com|com|há|total de|são já|já são|está em|estão em|vai em)",
);
const USE =
  /^\s?(?:[a-zà-öø-ÿ]+ )?(?:use|uses|run|runs|pay|pays|rely|trust|are on|are in|on|signed up|(?:have |has )?(?:stayed|joined|switched|moved)|count on|a usar|a utilizar|já usam|usam|utilizam|pagam|ficaram|aderiram|mudaram|confiam|têm|estão)(?![a-zà-öø-ÿ])/u;
/** A day that the figure is of. */
const DATED =
  /\b\d{4}-\d{2}-\d{2}\b|(?:on|as of|em|a|in|since|by|at the end of)\s(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:of |de )?(?:january|february|march|april|may|june|july|august|september|october|november|december|janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}/u;

/** What the figures of one sentence are worth. */
export function judgeFigures(reading: Reading, metrics: readonly Metric[] | null): Judgement {
  const judgement: Judgement = { findings: [], unjudged: [] };
  const { sentence } = reading;
  if (sentence.isQuote || sentence.isQuestion) return judgement;
  const quantities = quantitiesOf(sentence.text);
  if (quantities.length === 0) return judgement;
  const stems = wordsOf(sentence.text).map(({ text }) => stemOf(text));
  for (const quantity of quantities) {
    if (isQuoted(sentence, quantity.at)) continue;
    judgeOne({ reading, quantity, quantities, stems }, { metrics, judgement });
  }
  return judgement;
}

interface Figure {
  reading: Reading;
  quantity: Quantity;
  quantities: readonly Quantity[];
  /** Of the sentence's words, in order. */
  stems: readonly string[];
}

function judgeOne(
  figure: Figure,
  { metrics, judgement }: { metrics: readonly Metric[] | null; judgement: Judgement },
): void {
  const verdict = figureVerdict(figure, metrics);
  const { line } = figure.reading.sentence;
  const { words } = figure.quantity;
  if (typeof verdict === "string") judgement.unjudged.push({ line, words, why: verdict });
  else if (verdict !== null) judgement.findings.push(verdict);
}

/** A finding, why nobody but a person can tell, or null when all is well. */
function figureVerdict(
  figure: Figure,
  metrics: readonly Metric[] | null,
): ClaimFinding | string | null {
  const { reading, quantity } = figure;
  if (isPlanned(reading, quantity)) return null;
  const fitting = (metrics ?? []).filter((metric) => fits(metric, figure));
  if (fitting.length > 0) return againstMetrics(figure, fitting);
  if (metrics !== null && agrees(figure, metrics)) return null;
  const { subject, claim, sentence } = reading;
  const isShare = quantity.unit === "%";
  const isQuality = isShare && firstIn(QUALITY, sentence.low) !== null;
  const isProduct = claim.kind === "claim";
  const isCompared =
    subject !== null && subject.by !== "draft" && COMPARED.test(sentence.low.slice(quantity.end));
  if (isShare && (isQuality || isProduct || isCompared)) {
    if (metrics === null) return "memory could not be read, so no metric holds it";
    return unproven(reading, quantity);
  }
  // "Two arrivals, two ids" are words of a story.
  if ((quantity.isSpelled || quantity.unit === "") && !isShare) return null;
  return isShare || subject !== null ? "no metric in memory holds this figure" : null;
}

/** A figure inside a plan ("I want it under 30") says nothing of today. */
function isPlanned({ segments }: Reading, { at }: Quantity): boolean {
  const segment = segments.find(({ from, to }) => at >= from && at < to);
  if (segment === undefined || segment.isMixed) return false;
  return segment.level === "ROADMAP" || segment.level === "THESIS";
}

/** Whether the figure is meant to be that metric. */
function fits(metric: Metric, { reading, quantity, stems, quantities }: Figure): boolean {
  const units = metric.values[0]?.numbers.map(({ unit }) => unit) ?? [];
  if (!units.includes(quantity.unit) || quantity.isPart) return false;
  const { subject, sentence } = reading;
  if (metric.product !== null && subject !== null && subject.product !== metric.product)
    return false;
  if (metric.product !== null && subject === null) return false;
  if (GENERAL_UNITS.has(quantity.unit)) {
    return isNamed(metric, stems) || isSaid(metric, sentence.low);
  }
  // Part of a total: "12 of 35 shops" speaks of the day it was counted.
  const at = quantities.indexOf(quantity);
  if (quantities[at - 1]?.isPart === true) return false;
  const { low } = sentence;
  const before = low.slice(Math.max(0, quantity.at - 24), quantity.at);
  const isTotal = [...before.matchAll(TOTAL)].some(
    ({ index, 0: words }) => before.length - index - words.length <= 14,
  );
  return isTotal || isNamed(metric, stems) || USE.test(low.slice(quantity.end));
}

/**
 * The telling words of its name stand side by side: "the restore took 41 minutes" is the restore
 * time, and "costs me 2.10 EUR a month" is not the monthly costs.
 */
function isNamed({ about }: Metric, stems: readonly string[]): boolean {
  const telling = about.filter((stem) => !UNTELLING.has(stem));
  const [first] = telling;
  if (first === undefined) return false;
  return stems.some((stem, at) => {
    if (stem !== first) return false;
    const near = stems.slice(Math.max(0, at - telling.length), at + telling.length + 1);
    return telling.every((each) => near.includes(each));
  });
}

function isSaid({ about }: Metric, low: string): boolean {
  const [name, ...others] = about;
  const words = name === undefined || others.length > 0 ? undefined : SAID_AS.get(name);
  return words !== undefined && firstIn(words, low) !== null;
}

/** A figure of the same size and unit in a metric that is named less plainly: a coincidence is rare. */
function agrees({ reading, quantity }: Figure, metrics: readonly Metric[]): boolean {
  if (quantity.unit === "") return false;
  return metrics.some(
    (metric) =>
      !metric.isStale &&
      (metric.product === null || metric.product === reading.subject?.product) &&
      holds(metric.values[0], quantity),
  );
}

function holds(value: MetricValue | undefined, quantity: Quantity): boolean {
  return (value?.numbers ?? []).some(
    (number) => number.unit === quantity.unit && isSame(number.value, quantity),
  );
}

/** "Over 30" may stand for 37 and "about 1,200" for 1,163; "40" may not stand for 37. */
function isSame(value: number, { value: said, isRough, isSpelled }: Quantity): boolean {
  if (said === value) return true;
  if (!isRough && !(isSpelled && said >= 1_000)) return false;
  return Math.abs(said - value) <= value * 0.1 || (said < value && said >= value * 0.75);
}

function againstMetrics(
  { reading, quantity }: Figure,
  metrics: readonly Metric[],
): ClaimFinding | null {
  const { sentence } = reading;
  const place = { line: sentence.line, words: quantity.words };
  const now = metrics.find(({ values }) => holds(values[0], quantity));
  const isDated = DATED.test(sentence.low);
  if (now !== undefined) {
    if (!now.isStale || isDated) return null;
    const age = now.ageDays === null ? "has no date" : `is ${now.ageDays} days old`;
    return {
      ...place,
      rule: "figure-stale",
      severity: "blocking",
      what: `${now.name} says so too, but its value ${age}.`,
      wayOut: "Look it up again and renew the metric, or say in the sentence of which day it is.",
    };
  }
  const [metric] = metrics;
  const newest = metric?.values[0];
  if (metric === undefined || newest === undefined) return null;
  const old = metric.values.slice(1).find((value) => holds(value, quantity));
  if (old !== undefined && isDated) return null;
  const day = (value: MetricValue) => (value.date === null ? "" : ` (${value.date})`);
  const was = old === undefined ? "" : `; it was ${old.text}${day(old)}`;
  return {
    ...place,
    rule: old === undefined ? "figure-differs" : "figure-stale",
    severity: "blocking",
    what: `${metric.name} says ${newest.text}${day(newest)}${was}.`,
    wayOut:
      old === undefined
        ? "Write the value in memory, or have its owner renew it first."
        : "Write today's value, or say in the sentence of which day it is.",
  };
}

function unproven({ sentence }: Reading, quantity: Quantity): ClaimFinding {
  return {
    line: sentence.line,
    words: quantity.words,
    rule: "figure-unproven",
    severity: "blocking",
    what: "No metric in memory holds this figure.",
    wayOut:
      "Measure it and remember it as metric:<slug> with its date and source, or leave it out.",
  };
}

/** Numbers with what they count: "37 shops", "six boats", "99.9%", "1 163 EUR", "12 of 35 shops". */
import { foldAccents, lowered, stemOf } from "./match.ts";

export interface Quantity {
  value: number;
  /** `%`, a currency code, or the stem of the noun; empty when nothing follows. */
  unit: string;
  at: number;
  end: number;
  /** As written. */
  words: string;
  /** "about", "over", "cerca de": the number is not meant exactly. */
  isRough: boolean;
  /** The first of "12 of 35", whose total follows. */
  isPart: boolean;
  /** Ends in "k" or "m" or is spelled out. */
  isSpelled: boolean;
}

const SPELLED: ReadonlyMap<string, number> = new Map(
  Object.entries({
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    hundred: 100,
    dois: 2,
    duas: 2,
    três: 3,
    quatro: 4,
    cinco: 5,
    seis: 6,
    sete: 7,
    oito: 8,
    nove: 9,
    dez: 10,
    onze: 11,
    doze: 12,
    vinte: 20,
    trinta: 30,
    quarenta: 40,
    cinquenta: 50,
    cem: 100,
  }),
);
const CURRENCY: ReadonlyMap<string, string> = new Map([
  ["€", "eur"],
  ["eur", "eur"],
  ["euro", "eur"],
  ["euros", "eur"],
  ["$", "usd"],
  ["usd", "usd"],
  ["dollars", "usd"],
  ["£", "gbp"],
  ["gbp", "gbp"],
]);
/** Units of one meaning in both languages and in short. */
const SAME: ReadonlyMap<string, string> = new Map([
  ["min", "minut"],
  ["mins", "minut"],
  ["h", "hour"],
  ["hora", "hour"],
  ["horas", "hour"],
  ["s", "second"],
  ["segundo", "second"],
  ["segundos", "second"],
  ["dia", "day"],
  ["dias", "day"],
  ["semana", "week"],
  ["semanas", "week"],
  ["mês", "month"],
  ["meses", "month"],
  ["loja", "shop"],
  ["lojas", "shop"],
  ["barco", "boat"],
  ["barcos", "boat"],
  ["cliente", "customer"],
  ["clientes", "customer"],
  ["client", "customer"],
  ["clients", "customer"],
  ["utilizador", "user"],
  ["utilizadores", "user"],
  ["leitor", "reader"],
  ["leitores", "reader"],
  ["subscritores", "subscriber"],
  ["subscritor", "subscriber"],
  ["percent", "%"],
  ["per", ""],
  ["porcento", "%"],
]);
/** A word after a number that is not what it counts. */
const NO_UNIT = new Set(
  "of out de em within every in on at and or to from the than by is are was were for with e ou a o que por para no na dos das das com more most mor mai mais"
    .split(" ")
    .map(stemOf),
);
const NUMBER =
  /(?<![0-9a-zà-öø-ÿ_.#/-])(?<cur>[€$£])?\s?(?<num>\d{1,3}(?:[ .,\u00A0\u202F]\d{3})+(?:[.,]\d{1,4})?|\d{1,12}(?:[.,]\d{1,4})?)(?<mul>[km](?![a-zà-öø-ÿ]))?(?:\s?(?<unit>%|€|\$|£)|[ \u00A0-](?<word>[a-zà-öø-ÿ]{1,24}))?(?!\d)/gu;
const ROUGH =
  /(?:about|around|over|under|more than|less than|almost|nearly|roughly|some|up to|at least|cerca de|mais de|menos de|quase|perto de|até|pelo menos|uns|umas)\s$/u;
const MONTH =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|de (?:janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro))/u;

/** The quantities of a sentence, in order. Dates, versions and parts of names are none. */
export function quantitiesOf(text: string): Quantity[] {
  const low = lowered(text);
  const plain = withoutDates(low);
  const found: Quantity[] = [];
  for (const match of plain.matchAll(NUMBER)) {
    const { cur, num = "", mul, unit, word } = match.groups as Record<string, string | undefined>;
    const at = match.index + (/^\s/.test(match[0]) ? 1 : 0);
    if (word !== undefined && MONTH.test(plain.slice(match.index).replace(/^\D*[\d.,]+\s/, "")))
      continue;
    const value = numberOf(num ?? "") * (mul === "k" ? 1_000 : mul === "m" ? 1_000_000 : 1);
    const rest = plain.slice(match.index + match[0].length);
    const kind = unitOf(cur ?? unit ?? word ?? "", rest);
    const end = match.index + match[0].length;
    found.push(quantity({ text, low, at, end, value, unit: kind, isSpelled: mul !== undefined }));
  }
  for (const match of low.matchAll(
    /(?<![0-9a-zà-öø-ÿ-])([a-zà-öø-ÿ]{3,9}) ([a-zà-öø-ÿ]{3,24})(?![a-zà-öø-ÿ])/gu,
  )) {
    const value = SPELLED.get(match[1] ?? "");
    if (value === undefined) continue;
    const end = match.index + match[0].length;
    found.push(
      quantity({
        text,
        low,
        at: match.index,
        end,
        value,
        unit: unitOf(match[2] ?? "", low.slice(end)),
        isSpelled: true,
      }),
    );
  }
  return found.sort((a, b) => a.at - b.at);
}

function quantity(q: {
  text: string;
  low: string;
  at: number;
  end: number;
  value: number;
  unit: string;
  isSpelled: boolean;
}): Quantity {
  const { text, low, at, end, value, unit, isSpelled } = q;
  const noun = NO_UNIT.has(unit) ? "" : unit;
  const isPart = unit === "of" || unit === "de" || unit === "em" || unit === "out";
  return {
    value,
    at,
    end,
    isSpelled,
    isPart,
    unit: isPart ? "" : noun,
    words: (noun === ""
      ? text.slice(at, end).replace(/[\s-]+\p{L}+$/u, "")
      : text.slice(at, end)
    ).trim(),
    isRough: ROUGH.test(low.slice(Math.max(0, at - 14), at)),
  };
}

/** ISO days, times, years after a month and versions, as blanks. */
function withoutDates(low: string): string {
  return low.replaceAll(
    /\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}:\d{2}\b|\bv?\d+\.\d+\.\d+\b|\bw\d{2}\b|\b(?:19|20)\d{2}\b(?! (?:[a-zà-öø-ÿ]+s)\b)/gu,
    (found) => " ".repeat(found.length),
  );
}

/** Both `1,163.50` and `1.163,50`; a single separator before three digits parts thousands. */
function numberOf(text: string): number {
  const plain = text.replaceAll(/[\s\u00A0\u202F]/g, "");
  const lastMark = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  if (lastMark === -1) return Number(plain);
  const decimals = plain.length - lastMark - 1;
  const marks = plain.match(/[.,]/g) ?? [];
  const isDecimal = decimals !== 3 || (marks.length > 1 && new Set(marks).size > 1);
  const whole = plain.slice(0, lastMark).replaceAll(/[.,]/g, "");
  return Number(
    isDecimal ? `${whole}.${plain.slice(lastMark + 1)}` : plain.replaceAll(/[.,]/g, ""),
  );
}

/** One form for each thing that is counted. */
export function unitOf(word: string, rest: string): string {
  const low = word.toLowerCase();
  if (low === "%" || /^\s?(?:%|percent|per cent|por cento)/u.test(low === "" ? rest : ""))
    return "%";
  if ((low === "per" && /^\s?cent/.test(rest)) || (low === "por" && /^\s?cento/.test(rest)))
    return "%";
  const currency = CURRENCY.get(low);
  if (currency !== undefined) return currency;
  if (low === "of" || low === "de" || low === "em" || low === "out") return low;
  return SAME.get(low) ?? stemOf(foldAccents(low));
}

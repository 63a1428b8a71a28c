/** Numbers with what they count: "37 shops", "fifty-odd boats", "two dozen", "99.9%", "1 163 EUR", "12 of 35 shops". */
import { singularOf } from "../../protocol/words.ts";
import { foldAccents, lowered, phrases } from "./match.ts";

export interface Quantity {
  value: number;
  /** `%`, a currency code, or the noun in the singular; empty when nothing follows. */
  unit: string;
  at: number;
  end: number;
  /** As written. */
  words: string;
  /** "about", "over", "50+", "dozens": the number is not meant exactly. */
  isRough: boolean;
  /** The first of "12 of 35", whose total follows. */
  isPart: boolean;
}

const counted = (list: string, step: number, from: number) =>
  list.split(" ").map((word, at): [string, number] => [word, from + at * step]);
const SPELLED: ReadonlyMap<string, number> = new Map([
  ...counted(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
    ...([1, 1] as const),
  ),
  ...counted("thirty forty fifty sixty seventy eighty ninety", 10, 30),
  ...counted(
    "um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze",
    1,
    1,
  ),
  ...counted("dezasseis dezassete dezoito dezanove vinte", 1, 16),
  ...counted("trinta quarenta cinquenta sessenta setenta oitenta noventa cem", 10, 30),
  ...counted(
    "duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
    100,
    200,
  ),
  ...[["uma", 1] as const, ["duas", 2] as const, ["meia", 0.5] as const, ["cento", 100] as const],
  ...[["dezesseis", 16] as const, ["dezessete", 17] as const, ["dezenove", 19] as const],
]);
const TIMES: ReadonlyMap<string, number> = new Map(
  Object.entries({ dozen: 12, score: 20, hundred: 100, thousand: 1000, million: 1e6 }).concat(
    Object.entries({ dezena: 10, duzia: 12, centena: 100, mil: 1000, milhar: 1000, milhao: 1e6 }),
    Object.entries({ milhare: 1000, milhoe: 1e6 }),
  ),
);
const CURRENCY: ReadonlyMap<string, string> = new Map(
  "€ eur euro|$ usd dollar dolar|£ gbp pound libra|r$ brl real reai".split("|").flatMap((row) => {
    const [sign = "", code = "", ...names] = row.split(" ");
    return [sign, code, ...names].map((name): [string, string] => [name, code]);
  }),
);
/** Units of one meaning in both languages and in short. */
const SAME: ReadonlyMap<string, string> = new Map(
  "minute min minuto|hour h hora|second s segundo|day dia|week semana|month me|year ano|shop loja|boat barco|customer cliente client|user utilizador usuario|reader leitor|subscriber subscritor assinante|% percent porcento"
    .split("|")
    .flatMap((row) => {
      const [unit = "", ...others] = row.split(" ");
      return others.map((other): [string, string] => [other, unit]);
    }),
);
/** A word after a number that is not what it counts. */
const NO_UNIT = new Set(
  "within every on at and or to from the than by is are was were for with e ou a o que por para no na com more most maior mai mais of de em in out outro other odd i it he she they me".split(
    " ",
  ),
);
const NUMBER =
  /(?<![0-9a-zà-öø-ÿ_.#/-])(?<cur>r?[€$£])?\s?(?<num>\d{1,3}(?:[ .,\u00A0\u202F]\d{3})+(?:[.,]\d{1,4})?|\d{1,12}(?:[.,]\d{1,4})?)(?<mul>[km](?![a-zà-öø-ÿ]))?(?<odd>\+|-?odd(?![a-z])|-something|-ish)?(?:\s?(?<unit>%|€|\$|£)|[ \u00A0-]?(?<word>[a-zà-öø-ÿ]{1,24}))?(?!\d)/gu;
const NUMERAL = `(?:${[...SPELLED.keys(), ...TIMES.keys()].sort((a, b) => b.length - a.length).join("|")})s?`;
const WORDED = new RegExp(
  `(?<![0-9a-z-])(?:half a |a )?${NUMERAL}(?:[ -](?:and |e )?${NUMERAL})*(?<odd>-odd|-something|-ish)?(?: (?:(?<of>of the|of|de|d[oa]s) )?(?<word>[a-z]{2,24}))?(?![a-z])`,
  "gu",
);
const ROUGH =
  /(?:about|around|over|under|more than|less than|almost|nearly|roughly|some|up to|at least|cerca de|mais de|menos de|quase|perto de|ate|pelo menos|uns|umas|half|meia)\s$/u;
const MONTHS =
  "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|(?:st|nd|rd|th)? ?(?:of )?(?:january|february|march|april|june|july|august|september|october|november|december)|de (?:janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)";
const MONTH = new RegExp(`^ ?(?:${MONTHS})(?![a-z])`, "u");
const DATES =
  /\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}(?::|h)\d{2}\b|\bv?\d+\.\d+\.\d+\b|\bw\d{2}\b|\b(?:19|20)\d{2}\b(?! [a-z]+s\b)|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}(?:st|nd|rd|th)?\b/gu;
/** How many, without a number: a claim all the same. */
export const VAGUE = {
  en: phrases(
    "half (?:of|the|my|our|as)|(?:a|one|two)[- ](?:thirds?|quarters?)|(?:a quarter|three quarters)|dozens|hundreds|thousands|millions|scores of|most(?: of)?|majority|doubled|tripled?|tenfold|(?:one|two|three|four|five|six|seven|eight|nine|ten|\\d+) (?:in|out of|of) (?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\\d+|the|all|my)|hundredth|thousandth|per cent|percent",
  ),
  pt: phrases(
    "metade d?[aeo]s?|terços?|um quarto|dúzias?|dezenas?|centenas?|milhares|milhões|a maioria|o dobro|o triplo|(?:um|uma|dois|duas|\\d+) em cada|centésim[oa]|por cento",
  ),
};

/** The quantities of a sentence, in order. Dates, times and versions are none, nor is a lonely "one". */
export function quantitiesOf(text: string): Quantity[] {
  const low = lowered(text);
  let folded = foldAccents(low);
  if (folded.length !== low.length) folded = low;
  const plain = folded.replaceAll(DATES, (found) => " ".repeat(found.length));
  const inDigits = /\d/.test(plain)
    ? [...plain.matchAll(NUMBER)].flatMap((m) => inDigitsAt(m, plain))
    : [];
  const inWords = [...plain.matchAll(WORDED)].flatMap((m) => wordedAt(m, plain));
  return [...inDigits, ...inWords]
    .sort((a, b) => a.at - b.at)
    .map(({ isUnit, ...quantity }) => {
      const said = text.slice(quantity.at, quantity.end);
      return { ...quantity, words: (isUnit ? said : said.replace(/[\s-]+\p{L}+$/u, "")).trim() };
    });
}

type Found = Omit<Quantity, "words"> & { isUnit: boolean };

function inDigitsAt(match: RegExpExecArray, plain: string): Found[] {
  const {
    cur,
    num = "",
    mul,
    odd,
    unit,
    word,
  } = match.groups as Record<string, string | undefined>;
  const at = match.index + (match[0].length - match[0].trimStart().length);
  const afterNumber = plain.slice(plain.indexOf(num, match.index) + num.length);
  if (MONTH.test(afterNumber)) return [];
  const times = mul === "k" ? 1000 : mul === "m" ? 1e6 : (TIMES.get(singularOf(word ?? "")) ?? 1);
  const end = match.index + match[0].length;
  const rest = times > 1 && mul === undefined ? plain.slice(end) : "";
  const noun = /^ (?:(?:of the|of|de) )?([a-z]{2,24})/.exec(rest)?.[1] ?? word;
  const value = numberOf(num) * times;
  return [
    found({ value, at, end, noun: cur ?? unit ?? noun ?? "", isRough: odd !== undefined }, plain),
  ];
}

function wordedAt(match: RegExpExecArray, plain: string): Found[] {
  const { odd, word } = match.groups as Record<string, string | undefined>;
  const said = word === undefined ? match[0] : match[0].slice(0, match[0].lastIndexOf(word));
  let [total, current] = [0, 0];
  const parts = said.split(/[ -]/).filter(Boolean);
  for (const part of parts) {
    const times = TIMES.get(part) ?? TIMES.get(singularOf(part));
    const value = SPELLED.get(part) ?? 0;
    if (times === undefined) current += value;
    else if (times < 1000) current = (current || (parts[0] === "half" ? 0.5 : 1)) * times;
    else [total, current] = [total + (current || 1) * times, 0];
  }
  const value = total + current;
  if (value <= 1) return [];
  const end = match.index + match[0].length;
  const isRough = odd !== undefined || /s (?:of|de) /.test(match[0]);
  return [found({ value, at: match.index, end, noun: word ?? "", isRough }, plain)];
}

function found(
  q: Pick<Quantity, "value" | "at" | "end" | "isRough"> & { noun: string },
  plain: string,
): Found {
  const { value, at, end, noun } = q;
  const rest = plain.slice(end);
  const isPart =
    /^(?:of|de|em|out|in)$/.test(noun) || /^ (?:of|out of|de|em) (?:the )?\d/.test(rest);
  const isRough = q.isRough || ROUGH.test(plain.slice(Math.max(0, at - 14), at));
  const unit = unitOf(noun, rest);
  return {
    value,
    at,
    end,
    isRough,
    isPart,
    unit: isPart ? "" : unit,
    isUnit: unit !== "" && !isPart,
  };
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
function unitOf(word: string, rest: string): string {
  const isShare = /^(?:%|percent)$/.test(word) || (/^p[eo]r$/.test(word) && /^ cent/.test(rest));
  if (isShare || (word === "" && /^ ?(?:percent|per cent|por cento)/.test(rest))) return "%";
  const one = singularOf(word);
  const money = CURRENCY.get(word) ?? CURRENCY.get(one);
  if (money !== undefined) return money;
  return NO_UNIT.has(word) ? "" : (SAME.get(one) ?? one);
}

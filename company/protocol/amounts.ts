/** Amounts of money in a text: `€1,200.50`, `640 EUR`, `1.150 €`, `2k euros`. */
export interface Amount {
  text: string;
  offset: number;
  value: number;
}

const CURRENCY =
  "(?:€|\\$|£|R\\$|EUR|USD|GBP|CHF|BRL|euros?|dollars?|pounds?|d[oó]lares|libras|reais)";
const NUMBER = "\\d[\\d.,\u00a0\u202f ]{0,14}\\d|\\d";
/** "Thirty-two a month" is a price without its currency; two digits, as "2 a month" counts things. */
const RATE =
  "\\s(?:(?:a|an|per)\\s(?:month|year|hour|season)|(?:por|ao|à)\\s(?:m[eê]s|ano|hora))(?![\\p{L}\\p{N}])";
const AMOUNT = new RegExp(
  `(?<![\\p{L}\\p{N}.,])(?:${CURRENCY}\\s?(${NUMBER})(\\s?k\\b)?|(${NUMBER})(\\s?k)?\\s?${CURRENCY}(?![\\p{L}\\p{N}])|(\\d[\\d.,]{1,9})${RATE})`,
  "giu",
);

/** Amounts in any currency: 300 dollars stand for 300, which errs towards asking. */
export function amountsOf(text: string): Amount[] {
  const amounts: Amount[] = [];
  for (const match of text.matchAll(AMOUNT)) {
    const digits = match[1] ?? match[3] ?? match[5] ?? "";
    const thousands = (match[2] ?? match[4]) === undefined ? 1 : 1000;
    amounts.push({
      text: match[0].trim(),
      offset: match.index,
      value: numberOf(digits) * thousands,
    });
  }
  return amounts;
}

/** A number written the English or the Portuguese way: the last mark before one or two digits is the decimal one. */
function numberOf(written: string): number {
  const digits = written.replaceAll(/[\s\u00a0\u202f]/g, "");
  const [, whole = digits, cents = ""] = /^(.*)[.,](\d{1,2})$/.exec(digits) ?? [];
  return Number(`${whole.replaceAll(/[.,]/g, "")}.${cents || "0"}`);
}

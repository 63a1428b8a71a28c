/** More marks on one letter than any script writes; Unicode's stream-safe texts have as many. */
const STACKED = /(\p{M}{30})\p{M}+/gu;

/** The text without the marks beyond thirty in a row, whose ordering costs quadratic time: 90,000 took seconds. */
export function withoutStackedMarks(text: string): string {
  return text.replaceAll(STACKED, "$1");
}

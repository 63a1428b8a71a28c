/** Product names spelled as in the registry. */
import type { Sentence } from "../reading/draft.ts";
import type { ClaimFinding, Reading } from "../types.ts";

/** Somebody else's words are not the founder's. */
export function isQuoted({ isQuote, quoted }: Sentence, at: number): boolean {
  return isQuote || quoted.some(({ from, to }) => at >= from && at < to);
}

export function judgeNames({
  sentence,
  mentions,
}: Pick<Reading, "sentence" | "mentions">): ClaimFinding[] {
  return mentions.flatMap(({ product, at, words }) => {
    if (words === product.name || isQuoted(sentence, at)) return [];
    // A handle, a tag or a part of a path is not the name in running text.
    if (/[#@/_.]$/.test(sentence.text.slice(0, at))) return [];
    const isOnlyCase = words.toLowerCase() === product.name.toLowerCase();
    // "tide" may be the tide: a product can bear an ordinary word as its name.
    const isMild = isOnlyCase && words === words.toLowerCase();
    return [
      {
        line: sentence.line,
        words,
        rule: "name",
        severity: isMild ? "warning" : "blocking",
        what: `The registry spells this product "${product.name}".`,
        wayOut: isMild ? `Write ${product.name} if it is the product.` : `Write ${product.name}.`,
      } satisfies ClaimFinding,
    ];
  });
}

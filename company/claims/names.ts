/** Product names spelled as in the registry. */
import { mentionsOf, type Registry } from "./mentions.ts";
import type { Sentence } from "./sentences.ts";
import { isQuoted } from "./statements.ts";
import type { ClaimFinding } from "./types.ts";

export function judgeNames(sentence: Sentence, registry: Registry): ClaimFinding[] {
  return mentionsOf(sentence.text, registry).flatMap(({ product, at, words }) => {
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

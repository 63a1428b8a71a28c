/** Where a draft speaks of a product of the registry: by its name, or by "it" after its name. */
import type { Product } from "../../constitution/types.ts";
import type { Sentence } from "./draft.ts";
import { both, foldAccents, saidIn } from "./match.ts";

export interface ProductMention {
  product: Product;
  at: number;
  /** As written. */
  words: string;
}

/** How a sentence is tied to a product. */
export interface Subject {
  product: Product;
  /** By its name; by a word that stands for it, or by what the reader is promised; or by standing near its name. */
  by: "name" | "pronoun" | "near";
}

/** Finds every name, however it is parted and spelled; null without a product. */
export interface Registry {
  pattern: RegExp | null;
  /** By the folded name without blanks. */
  byName: ReadonlyMap<string, Product>;
}

const PRONOUN = both(
  "it|its|it's|the (?:app|product|service|platform|tool|site|runtime|software|system|beta)|this (?:app|product|service|platform|tool)",
  "ele|ela|[oa] (?:aplicação|app|produto|serviço|plataforma|ferramenta|site|sistema|programa)|est[ea] (?:aplicação|produto|serviço|plataforma)",
);
/** Whoever reads is promised something. */
const READER = both(
  "you|you'll|you're|you've|your|yours",
  "tu|te|contigo|ti|teus?|tuas?|você|vocês|seus?|suas?|podes|tens|terás|deixas|precisas|recebes",
);

export function registryOf(products: readonly Product[]): Registry {
  const byName = new Map<string, Product>();
  for (const product of products) {
    const name = foldAccents(product.name).replaceAll(/[^\p{L}\p{N}]+/gu, "");
    if (name !== "") byName.set(name, product);
  }
  const names = [...byName.keys()].sort((a, b) => b.length - a.length);
  // "Open-Source" and "open source" are the name OpenSource.
  const parted = names.map((name) => [...name].join("[ \\t\\u00A0-]?"));
  const pattern =
    names.length === 0
      ? null
      : new RegExp(`(?<![\\p{L}\\p{N}])(?:${parted.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return { pattern, byName };
}

/** The products named in a text, however their name is spelled. */
export function mentionsOf(text: string, { pattern, byName }: Registry): ProductMention[] {
  if (pattern === null) return [];
  // Letter by letter where folding changes the length, so that every place stays where it was.
  let folded = foldAccents(text);
  if (folded.length !== text.length) folded = [...text].map(foldedLetter).join("");
  return [...folded.matchAll(pattern)].flatMap(({ index: at, 0: name }) => {
    const product = byName.get(name.replaceAll(/[ \t\u00A0-]/g, ""));
    return product === undefined ? [] : [{ product, at, words: text.slice(at, at + name.length) }];
  });
}

function foldedLetter(letter: string): string {
  const folded = foldAccents(letter);
  return folded.length === letter.length ? folded : letter;
}

/** In a short text "it" is its product all along; in an article only close to the name. */
const SHORT_CHARS = 700;

/**
 * Whom each sentence is about. `main` is the product that the whole draft is about: the one of its
 * fields, else the only one it names.
 */
export function subjectsOf(
  sentences: readonly Sentence[],
  mentions: readonly (readonly ProductMention[])[],
  main: Product | null,
): (Subject | null)[] {
  const isShort = sentences.reduce((sum, { text }) => sum + text.length, 0) <= SHORT_CHARS;
  let before: { product: Product; paragraph: number } | null = null;
  return sentences.map((sentence, at) => {
    const named = mentions[at]?.[0];
    if (named !== undefined) {
      before = { product: named.product, paragraph: sentence.paragraph };
      return { product: named.product, by: "name" };
    }
    const isNear = isShort || sentence.paragraph - (before?.paragraph ?? -9) <= 1;
    const product =
      before?.paragraph === sentence.paragraph ? before.product : (main ?? before?.product);
    if (product === undefined || !isNear) return null;
    const isMeant = isPronounFirst(sentence) || saidIn(READER, sentence) !== null;
    return { product, by: isMeant ? "pronoun" : "near" };
  });
}

const BEFORE_IT =
  /(?:^|[,:;–—] |(?:^| )(?:and|but|so|then|today|now|already|since|because|e|mas|hoje|já|agora|porque) )$/;

/** The first of its clause: "I found it" is about the finding. */
function isPronounFirst(sentence: Sentence): boolean {
  const found = saidIn(PRONOUN, sentence);
  return found !== null && BEFORE_IT.test(sentence.low.slice(0, found.at));
}

/** Where a draft speaks of a product of the registry: by its name, or by "it" after its name. */
import type { Product } from "../constitution/types.ts";
import { firstIn, foldAccents, phrases } from "./match.ts";
import type { Sentence } from "./sentences.ts";

export interface ProductMention {
  product: Product;
  at: number;
  /** As written. */
  words: string;
}

/** How a sentence is tied to a product. */
export interface Subject {
  product: Product;
  /**
   * By its name; by a word that stands for it near the name; by "my agents", "your data" far from
   * it; by nothing but standing near the name; or only because the whole draft is about it.
   */
  by: "name" | "pronoun" | "ours" | "near" | "draft";
}

interface Name {
  product: Product;
  /** Folded, without spaces and hyphens. */
  joined: string;
  /** How many words. */
  size: number;
}

export interface Registry {
  names: readonly Name[];
  /** By the joined name, so that a text is read once for all products. */
  byJoined: ReadonlyMap<string, Name>;
  longest: number;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const GAP = /^[ \t\u00A0-]$/u;
const PRONOUN: Record<"en" | "pt", RegExp> = {
  en: /^(?:(?:and|so|then|today|now|already|yes|also|by default|out of the box),? )*(?:it|its|it's|the (?:app|product|service|platform|tool|site|runtime|software|system|beta)|this (?:app|product|service|platform|tool))(?![0-9a-zà-öø-ÿ])/u,
  pt: /^(?:(?:e|já|hoje|também|agora),? )*(?:ele|ela|[oa] (?:aplicação|app|produto|serviço|plataforma|ferramenta|site|sistema|programa)|est[ea] (?:aplicação|produto|serviço|plataforma))(?![0-9a-zà-öø-ÿ])/u,
};
/** Whoever reads is promised something, or every run of ours is. */
const ABOUT_US = phrases(
  "(?:my|our|your) (?:agents?|runs?|products?|platform|app|apps|service|data|account|users?|customers?|credentials?|secrets|(?:customer )?(?:notes?|files?|documents?|messages?|photos?|pictures|orders?|records?|passwords?|keys?|tokens?|code|backups?|projects?|invoices?))|(?:every|each|all) (?:agents?|runs?|tasks?|actions?|steps?|users?|accounts?|workspaces?|deployments?|calls?|tools?)|you (?:get|have|can)|built[- ]in|comes with|now with|includes",
  "(?:os|as|o|a)s? (?:meus|minhas|nossos|nossas|seus|suas|teus|tuas|meu|minha|seu|sua|teu|tua) (?:agentes?|produtos?|dados|contas?|execuções|plataforma|aplicação|credenciais|notas|ficheiros?|documentos?|mensagens|fotos|fotografias|encomendas?|registos|palavras-passe|senhas|chaves?|código|cópias|projetos?|faturas?)|(?:cada|todos os|todas as) (?:agentes?|execuç(?:ão|ões)|taref?as?|ações|contas?|utilizador(?:es)?)|(?:incluído|incluída) de origem|inclui|tens|terás",
);

export function registryOf(products: readonly Product[]): Registry {
  const names = products.flatMap((product) => {
    const words = foldAccents(product.name).match(WORD) ?? [];
    return words.length === 0 ? [] : [{ product, joined: words.join(""), size: words.length }];
  });
  return {
    names,
    byJoined: new Map(names.map((name) => [name.joined, name])),
    longest: Math.max(1, ...names.map(({ joined }) => joined.length)),
  };
}

/** At most so many words of a text can together be one name that is written as one word. */
const MOST_PARTS = 4;

/** The products named in a text, however their name is spelled. */
export function mentionsOf(text: string, registry: Registry): ProductMention[] {
  const words = [...text.matchAll(WORD)].map((m) => ({
    at: m.index,
    end: m.index + m[0].length,
    fold: foldAccents(m[0]),
  }));
  const found: ProductMention[] = [];
  for (let at = 0; at < words.length; at += 1) {
    let joined = "";
    let best: { name: Name; last: number } | null = null;
    for (let last = at; last < words.length && last < at + MOST_PARTS; last += 1) {
      const word = words[last];
      const before = words[last - 1];
      if (word === undefined) break;
      if (last > at && !GAP.test(text.slice(before?.end, word.at))) break;
      joined += word.fold;
      if (joined.length > registry.longest) break;
      const name = registry.byJoined.get(joined);
      if (name !== undefined) best = { name, last };
    }
    const first = words[at];
    const last = words[best?.last ?? -1];
    if (best === null || first === undefined || last === undefined) continue;
    found.push({ product: best.name.product, at: first.at, words: text.slice(first.at, last.end) });
    at = best.last;
  }
  return found;
}

/** In a short text "it" is its product all along; in an article only right after the name. */
const SHORT_CHARS = 700;

/**
 * Whom each sentence is about. `main` is the product that the whole draft is about: the one of its
 * fields, else the only one it names.
 */
export function subjectsOf(
  sentences: readonly Sentence[],
  registry: Registry,
  main: Product | null,
): (Subject | null)[] {
  const isShort = sentences.reduce((sum, { text }) => sum + text.length, 0) <= SHORT_CHARS;
  let before: { product: Product; paragraph: number } | null = null;
  return sentences.map((sentence) => {
    const [named] = mentionsOf(sentence.text, registry);
    if (named !== undefined) {
      before = { product: named.product, paragraph: sentence.paragraph };
      return { product: named.product, by: "name" };
    }
    const isSame = before?.paragraph === sentence.paragraph;
    const product: Product | null = isSame ? (before?.product ?? main) : main;
    if (product === null) return null;
    const distance = sentence.paragraph - (before?.paragraph ?? Number.NEGATIVE_INFINITY);
    const isNear = isSame || (isShort && (before !== null || main !== null)) || distance <= 1;
    const isIt = PRONOUN[sentence.language].test(sentence.low.slice(0, 80));
    if (isIt && isNear) return { product, by: "pronoun" };
    if (firstIn(ABOUT_US, sentence.low) !== null)
      return { product, by: isNear ? "pronoun" : "ours" };
    return isNear ? { product, by: "near" } : main === null ? null : { product: main, by: "draft" };
  });
}

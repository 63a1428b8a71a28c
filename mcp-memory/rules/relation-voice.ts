/** Relations are read from left to right, so their type is a verb in the active voice. */
import { quoted, type Relation } from "../graph.ts";

/**
 * What a relation in the passive voice ("owned-by", "was_written_by", "é feito por") should be
 * instead; null when it is active. Only a participle before "by" is passive: "passes-by",
 * "is-part-of" and "responde por" are not.
 */
export function checkVoice(relation: Relation): { found: string; example: Relation } | null {
  const words = wordsOf(relation.relationType);
  const by = words.at(-1) ?? "";
  const participle = words.at(-2) ?? "";
  const isPassive =
    (by === "by" && isEnglishParticiple(participle)) ||
    (PORTUGUESE_BY.has(by) && isPortugueseParticiple(participle));
  if (!isPassive) return null;
  const joint = /[-_ ]/.exec(relation.relationType)?.[0] ?? "-";
  const negated = words.includes("not") || words.includes("não") ? `not${joint}` : "";
  const active = by === "by" ? englishActive(participle) : portugueseActive(participle);
  return {
    found: `the relation ${quoted(relation.relationType)} is in the passive voice, expected the active one, with the doer first`,
    example: { from: relation.to, to: relation.from, relationType: `${negated}${active}` },
  };
}

function wordsOf(type: string): string[] {
  return type
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
}

const PORTUGUESE_BY = new Set(["por", "pelo", "pela", "pelos", "pelas"]);

/** Participles that do not end in "ed", with the verb as it goes with he, she or it. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["written", "writes"],
  ["made", "makes"],
  ["built", "builds"],
  ["done", "does"],
  ["run", "runs"],
  ["held", "holds"],
  ["sold", "sells"],
  ["bought", "buys"],
  ["paid", "pays"],
  ["led", "leads"],
  ["kept", "keeps"],
  ["sent", "sends"],
  ["told", "tells"],
  ["taken", "takes"],
  ["given", "gives"],
  ["driven", "drives"],
  ["chosen", "chooses"],
  ["known", "knows"],
  ["shown", "shows"],
  ["seen", "sees"],
  ["begun", "begins"],
  ["won", "wins"],
  ["lost", "loses"],
  ["found", "finds"],
  ["set", "sets"],
  ["read", "reads"],
  ["taught", "teaches"],
  ["brought", "brings"],
  ["broken", "breaks"],
  ["drawn", "draws"],
  ["spent", "spends"],
  ["understood", "understands"],
  ["met", "meets"],
  ["hit", "hits"],
]);

function isEnglishParticiple(word: string): boolean {
  return IRREGULAR.has(word) || (word.length >= 4 && word.endsWith("ed") && !word.endsWith("eed"));
}

/** "owned" gives "owns". Verbs that lose an "e" before "ed" are told by the letters before it. */
function englishActive(participle: string): string {
  const irregular = IRREGULAR.get(participle);
  if (irregular !== undefined) return irregular;
  const stem = participle.slice(0, -2);
  if (stem.endsWith("i")) return `${stem.slice(0, -1)}ies`;
  if (/(ss|sh|ch|x|zz)$/.test(stem)) return `${stem}es`;
  if (/([bdgmnprt])\1$/.test(stem) && !stem.endsWith("ll")) return `${stem.slice(0, -1)}s`;
  const losesE =
    /[csuvz]$/.test(stem) ||
    /[aeiou]g$/.test(stem) ||
    /dg$|rg$|[^aeo]at$|eat$|[aeou]r?ov$|[^aeiou]l$|ut$|uir$|epar$|clar$|sur$|iz$|im$|in$|ect?id$|vid$|[^e]id$/.test(
      stem,
    );
  // "maintained", "explained", "trained" and "signed" end like "defined", and keep their stem.
  const keeps = /(ain|ign|oin|ean|rain|aim)$/.test(stem);
  return losesE && !keeps ? `${stem}es` : `${stem}s`;
}

const PORTUGUESE_IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["feit", "faz"],
  ["escrit", "escreve"],
  ["pag", "paga"],
  ["vist", "vê"],
  ["dit", "diz"],
  ["abert", "abre"],
  ["post", "põe"],
  ["ganh", "ganha"],
  ["gast", "gasta"],
  ["entregue", "entrega"],
  ["aceit", "aceita"],
]);

function isPortugueseParticiple(word: string): boolean {
  return (
    /[ai]d[oa]s?$/.test(word) ||
    PORTUGUESE_IRREGULAR.has(word.replace(/[oa]s?$/, "")) ||
    word === "entregue"
  );
}

function portugueseActive(participle: string): string {
  const stem = participle.replace(/[oa]s?$/, "");
  const irregular = PORTUGUESE_IRREGULAR.get(stem) ?? PORTUGUESE_IRREGULAR.get(participle);
  if (irregular !== undefined) return irregular;
  return stem.endsWith("ad") ? stem.slice(0, -1) : `${stem.slice(0, -2)}e`;
}

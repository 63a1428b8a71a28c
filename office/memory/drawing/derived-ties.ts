/**
 * Relations that nobody recorded but the facts say: `Owner: cto`, `Product: Redeiro`, the name of another
 * entity in a sentence. A wrong one would be worse than none, so only exact names count, and a word that
 * people also use otherwise ("Tide", "Post") counts behind its label, or where its capital makes it a name.
 */
import { isOrdinary } from "../../../mcp-memory/recall/concepts.ts";
import { fold } from "../../../mcp-memory/recall/tokens.ts";
import { slugOf } from "../../../mcp-memory/rules/slug.ts";
import { nameFinder } from "./name-finder.ts";

export interface TieEntity {
  name: string;
  entityType: string;
  observations: readonly { text: string }[];
}

/** What the constitution says of those whom facts name. */
export interface Company {
  departments: readonly { agent: string }[];
  products: readonly { name: string }[];
  cadence: readonly { prompt: string; agent: string }[];
  /** In which its facts are mostly written. */
  language: string;
}

export interface DerivedTie {
  from: string;
  to: string;
  /** `owner`, `product`, `mentions`. */
  how: string;
  /** The place of the observation of `from` that says so, or the words of what else does. */
  said: number | string;
}

/** So many of one entity are drawn; a list of everything says little about anything. */
const TIES_LIMIT = 16;
const TEXT_CHARS = 4_000;
const LABELLED = /^([\p{L}][\p{L} -]{1,24}):\s*(\S.*)$/su;
/** Labels that are followed by departments. */
const DEPARTMENT_LABELS = new Set(
  "owner|agent|department|departments|reviewed by|decided by|asked by|written by|reported by|assigned to".split(
    "|",
  ),
);
const CUSTOMERS = new Set(["client", "customer"]);
/** Types whose names begin with what they are about: `metric:redeiro-uptime`. */
const NAMED_AFTER = new Set(["metric", "campaign"]);

/** In the order of the entities, each pair once; none for a pair that has a recorded relation. */
export function derivedTies(
  entities: readonly TieEntity[],
  relations: readonly { from: string; to: string }[],
  company: Company,
): DerivedTie[] {
  const recorded = new Set(relations.map(({ from, to }) => pairOf(from, to)));
  const known = knownNames(entities, company);
  const find = nameFinder(known.mentionable, isWord);
  return entities.flatMap((entity) => {
    const ties = new Map<string, DerivedTie>();
    const add = (to: string | undefined, how: string, said: number | string) => {
      if (to === undefined || to === entity.name || ties.size >= TIES_LIMIT) return;
      const pair = pairOf(entity.name, to);
      if (!recorded.has(pair) && !ties.has(pair))
        ties.set(pair, { from: entity.name, to, how, said });
    };
    // Labels first: they say how, and a mention of the same entity only that.
    for (const [at, { text }] of entity.observations.entries()) {
      for (const { to, how } of labelled(text.slice(0, TEXT_CHARS), known)) add(to, how, at);
    }
    for (const tie of fromName(entity, known, company)) add(tie.to, tie.how, tie.said);
    for (const [at, { text }] of entity.observations.entries()) {
      for (const to of find(text.slice(0, TEXT_CHARS))) add(to, "mentions", at);
    }
    for (const pair of ties.keys()) recorded.add(pair);
    return [...ties.values()];
  });
}

function pairOf(one: string, other: string): string {
  return JSON.stringify(one < other ? [one, other] : [other, one]);
}

interface KnownNames {
  /** By the department's id in lower case. */
  departments: ReadonlyMap<string, string>;
  /** By the product's folded name. */
  products: ReadonlyMap<string, string>;
  /** By type and then by folded name or slug; null where two entities have it. */
  byType: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  mentionable: string[];
}

function knownNames(entities: readonly TieEntity[], company: Company): KnownNames {
  const byType = new Map<string, Map<string, string | null>>();
  for (const { name, entityType } of entities) {
    const type = typeOf(entityType);
    const names = byType.get(type) ?? new Map<string, string | null>();
    byType.set(type, names);
    for (const key of new Set([fold(name), fold(withoutType(name, type))])) {
      names.set(key, names.has(key) ? null : name);
    }
  }
  const own = byType.get("department");
  const taken = new Set(entities.map(({ name }) => name));
  const departments = company.departments.flatMap(({ agent }): [string, string][] => {
    const name = own?.get(agent) ?? agent;
    // Somebody else has the department's name.
    return taken.has(name) && own?.get(agent) !== name ? [] : [[agent, name]];
  });
  const products = new Map(company.products.map(({ name }) => [fold(name), name]));
  for (const [key, name] of byType.get("product") ?? []) if (name !== null) products.set(key, name);
  const names = [...products.values(), ...entities.map(({ name }) => name)];
  return {
    departments: new Map(departments),
    products,
    byType,
    mentionable: [...new Set(names)].filter((name) => isMentionable(name, company.language)),
  };
}

function typeOf(entityType: string): string {
  const type = entityType.trim().toLowerCase();
  return CUSTOMERS.has(type) ? "client" : type;
}

function withoutType(name: string, type: string): string {
  const start = name.toLowerCase().startsWith(`${type}:`) ? type.length + 1 : 0;
  return name.slice(start);
}

/** Whether a text that holds these words may mean the entity by them. */
function isMentionable(name: string, language: string): boolean {
  if (name.length < 3 || name.length > 120 || name !== name.trim()) return false;
  if (/^[\p{Ll}][\p{L}\p{N}_-]*(?::[^\s:]+)+$/u.test(name)) return true;
  if (!isWord(name)) return /\p{Lu}/u.test(name);
  // German writes every noun with a capital, so that a capital says nothing.
  return /^\p{Lu}/u.test(name) && !/german|deutsch/i.test(language);
}

/** Whether all of its words are everyday words, in any of the languages that recall knows. */
function isWord(name: string): boolean {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => /^\d+$/.test(word) || isOrdinary(fold(word)));
}

/** What follows a label, where the label says of what kind it is and the value is a name of that kind. */
function labelled(text: string, known: KnownNames): { to: string; how: string }[] {
  const [, label = "", value = ""] = LABELLED.exec(text) ?? [];
  const how = label.trim().toLowerCase();
  if (how === "") return [];
  const bare = (part: string) => part.trim().replace(/^@/, "").replace(/[.]$/, "");
  const whole = named(bare(value), how, known);
  if (whole !== undefined) return [{ to: whole, how }];
  const parts = value.split(/[,;·&+]/).map((part) => named(bare(part), how, known));
  // "Client: Sol, Mar & Filhos" is one client that is not known, and not the client Sol.
  const isList = DEPARTMENT_LABELS.has(how) || !parts.includes(undefined);
  return isList ? parts.flatMap((to) => (to === undefined ? [] : [{ to, how }])) : [];
}

function named(name: string, label: string, known: KnownNames): string | undefined {
  if (name === "") return undefined;
  if (DEPARTMENT_LABELS.has(label)) return known.departments.get(name.toLowerCase());
  const singular = typeOf(label.replace(/(?<=.)s$/, ""));
  if (singular === "product") return known.products.get(fold(name));
  const names = known.byType.get(singular);
  const exact = names?.get(fold(name));
  return (exact === undefined ? names?.get(slugOf(name)) : exact) ?? undefined;
}

/** What the name itself says: the prompt of a tracker, the product of a figure. */
function fromName(
  { name, entityType }: TieEntity,
  known: KnownNames,
  { cadence }: Company,
): { to: string | undefined; how: string; said: string }[] {
  const type = entityType.trim().toLowerCase();
  const rest = withoutType(name, type);
  if (type === "prompt-run") {
    return cadence
      .filter(({ prompt }) => prompt === rest)
      .map(({ prompt, agent }) => ({
        to: known.departments.get(agent),
        how: "runs in",
        said: `The table Cadence: ${prompt}, ${agent}`,
      }));
  }
  if (!NAMED_AFTER.has(type)) return [];
  const slugs = [...known.products.values()]
    .filter((product) => !isWord(product))
    .map((product) => ({ product, slug: slugOf(product) }))
    .filter(({ slug }) => slug !== "" && (rest === slug || rest.startsWith(`${slug}-`)))
    .toSorted((one, other) => other.slug.length - one.slug.length);
  return slugs
    .slice(0, 1)
    .map(({ product }) => ({ to: product, how: "product", said: `Its name: ${name}` }));
}

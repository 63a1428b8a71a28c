/** Entities and relations as other memory servers write them, told as a line of ours would tell them. */
import type { Origin } from "../origins.ts";
import { ORIGIN_FIELDS, saidOrigin } from "./when.ts";

/**
 * What is known of where the value stands: in a list of entities or of relations; or anywhere, and
 * then only what cannot be anything else is taken (`strict`), or whatever may be one (`lenient`).
 */
export type Standing = "entity" | "relation" | "strict" | "lenient";

export interface GraphRecord {
  /** `type` and our names of the fields first, then whatever else it says. */
  line: Record<string, unknown>;
  /** Origins of the observations that have one of their own, by text. */
  texts: Map<string, Origin>;
  /** Observations that say more than their text and their age. */
  fuller: unknown[];
}

type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The record that a value is, else null: then it is no part of a graph. */
export function readGraphRecord(value: unknown, standing: Standing): GraphRecord | null {
  if (!isFields(value)) return null;
  const kind = kindOf(value, standing);
  if (kind === "entity") return readEntity(value, standing);
  return kind === "relation" ? readRelation(value, standing) : null;
}

function kindOf(value: Fields, standing: Standing): "entity" | "relation" | null {
  if (standing === "entity" || standing === "relation") return standing;
  const said = KINDS[String(value.type)] ?? KINDS[String(value._type)];
  if (said !== undefined) return said;
  // Another program's type: its line is carried along.
  if (standing === "strict" && value.type !== undefined) return null;
  const hasEnds = first(value, FROM) !== undefined && first(value, TO) !== undefined;
  if (hasEnds) {
    return standing === "lenient" || first(value, RELATION_TYPES) !== undefined ? "relation" : null;
  }
  if (typeof value.name !== "string") return null;
  if (standing === "lenient") return value.from === undefined ? "entity" : null;
  return isEvident(value) ? "entity" : null;
}

/** Fields that only an entity of a memory has. */
export function isEvident(value: Fields): boolean {
  return value.observations !== undefined || typeof first(value, ENTITY_TYPES) === "string";
}

const KINDS: Record<string, "entity" | "relation" | undefined> = {
  entity: "entity",
  node: "entity",
  relation: "relation",
  edge: "relation",
};

const NAMES = ["name", "label", "title", "id"];
const ENTITY_TYPES = ["entityType", "entity_type", "nodeType", "node_type"];
const LOOSE_TYPES = ["type", "category", "kind", "group"];
const FROM = ["from", "source", "from_entity", "fromEntity", "from_node", "subject", "start"];
const TO = ["to", "target", "to_entity", "toEntity", "to_node", "object", "destination", "end"];
const RELATION_TYPES = [
  "relationType",
  "relation_type",
  "edgeType",
  "edge_type",
  "relation",
  "relationship",
  "predicate",
];
const LOOSE_RELATION_TYPES = ["type", "label", "name"];
/** Lists of texts under other names. */
const TEXT_LISTS = ["observations", "metadata", "facts", "contents", "details"];
/** A text of its own beside the list. */
const SINGLE_TEXTS = ["description", "content", "text", "summary", "context"];
const PROPERTIES = ["properties", "attributes"];

/** Name and value of the first of these fields that is there. */
function first(value: Fields, names: readonly string[]): unknown {
  const name = names.find((field) => value[field] !== undefined && value[field] !== null);
  return name === undefined ? undefined : value[name];
}

function readEntity(value: Fields, standing: Standing): GraphRecord {
  const rest = new Map(Object.entries(value));
  const take = (names: readonly string[]) => takeFirst(rest, names);
  const isLoose = standing !== "strict";
  const mark = KINDS[String(value.type)] === undefined ? null : rest.delete("type");
  if (KINDS[String(value._type)] !== undefined) rest.delete("_type");
  const name = take(isLoose ? NAMES : ["name"]);
  let entityType = take(ENTITY_TYPES);
  if (entityType === undefined && (isLoose || mark === null)) {
    entityType = take(isLoose ? LOOSE_TYPES : []) ?? firstLabel(rest);
  }
  const texts = new Map<string, Origin>();
  const fuller: unknown[] = [];
  const observations = textsOf(take(listNames(rest)), { texts, fuller });
  if (isLoose) addLooseTexts(rest, observations);
  // Entries, not assignment: "__proto__" is a field like any.
  const line = Object.fromEntries<unknown>([
    ["type", "entity"],
    ["name", typeof name === "number" ? String(name) : name],
    ["entityType", entityType ?? "unknown"],
    ["observations", observations],
    ...rest,
  ]);
  return { line, texts, fuller };
}

/** A list of anything else than texts is no list of facts, but for the reference's own name. */
function listNames(rest: ReadonlyMap<string, unknown>): string[] {
  return TEXT_LISTS.filter((field) => {
    const list = rest.get(field);
    return field === "observations"
      ? list !== undefined
      : Array.isArray(list) && list.every((item) => typeof item === "string");
  });
}

function firstLabel(rest: Map<string, unknown>): unknown {
  const labels = rest.get("labels");
  if (!Array.isArray(labels) || typeof labels[0] !== "string") return undefined;
  if (labels.length === 1) rest.delete("labels");
  return labels[0];
}

function takeFirst(rest: Map<string, unknown>, names: readonly string[]): unknown {
  const name = names.find((field) => rest.get(field) !== undefined && rest.get(field) !== null);
  if (name === undefined) return undefined;
  const value = rest.get(name);
  rest.delete(name);
  return value;
}

/** Texts, or what other servers wrap them in; whatever is neither stays as it is, to be set aside. */
function textsOf(value: unknown, into: Omit<GraphRecord, "line">): unknown[] {
  if (value === undefined || value === null) return [];
  if (isFields(value)) return properties(value);
  return [value].flat().map((item: unknown) => {
    if (!isFields(item)) return item;
    const field = WRAPPED_TEXTS.find((name) => typeof item[name] === "string");
    if (field === undefined) return item;
    const text = String(item[field]);
    const origin = saidOrigin(item);
    if (origin !== null) into.texts.set(text, { at: origin.at, by: origin.by ?? UNSAID });
    const more = Object.keys(item).filter((name) => name !== field && !ORIGIN_FIELDS.has(name));
    if (more.length > 0) into.fuller.push(item);
    return text;
  });
}

const WRAPPED_TEXTS = ["content", "text", "observation", "fact", "value"];

/** Stands for the author of the whole record. */
export const UNSAID = "";

function properties(value: Fields): string[] {
  return Object.entries(value)
    .filter(([, item]) => item !== null && typeof item !== "object")
    .map(([key, item]) => `${key}: ${String(item)}`);
}

function addLooseTexts(rest: Map<string, unknown>, observations: unknown[]): void {
  for (const field of SINGLE_TEXTS) {
    const text = rest.get(field);
    if (typeof text !== "string" || text.trim() === "") continue;
    observations.push(text);
    rest.delete(field);
  }
  for (const field of PROPERTIES) {
    const value = rest.get(field);
    if (!isFields(value) || Object.values(value).some((item) => typeof item === "object")) continue;
    observations.push(...properties(value));
    rest.delete(field);
  }
}

function readRelation(value: Fields, standing: Standing): GraphRecord {
  const rest = new Map(Object.entries(value));
  const mark = KINDS[String(value.type)] === undefined ? null : rest.delete("type");
  if (KINDS[String(value._type)] !== undefined) rest.delete("_type");
  const from = takeFirst(rest, FROM);
  const to = takeFirst(rest, TO);
  const loose = standing === "strict" && mark === null ? [] : LOOSE_RELATION_TYPES;
  const relationType = takeFirst(rest, RELATION_TYPES) ?? takeFirst(rest, loose);
  const name = (end: unknown) => (typeof end === "number" ? String(end) : end);
  const line = Object.fromEntries<unknown>([
    ["type", "relation"],
    ["from", name(from)],
    ["to", name(to)],
    ["relationType", relationType],
    ...rest,
  ]);
  return { line, texts: new Map(), fuller: [] };
}

/**
 * Memories that are texts and no graph: mcp-memory-service, mem0, OpenMemory, a line for each thought.
 * Each becomes an entity that is named by its first words.
 */
import { isFields } from "./graph-record.ts";
import { says } from "./left-fields.ts";
import { DAY_FIELDS, ORIGIN_FIELDS, saidOrigin } from "./when.ts";

/** A memory as a line of ours, or why it is none. */
export interface MemoryPiece {
  place: string;
  value: unknown;
  /** Null where the text could not be taken; `reason` says why. */
  line: Record<string, unknown> | null;
  reason: string | null;
  /** Fields that have no place in a memory. */
  rest: Record<string, unknown>;
}

const TEXTS = ["memory", "content", "text", "fact", "observation", "thought", "details", "facts"];
const TITLES = ["title", "subject", "name"];
const TYPES = ["memory_type", "memoryType", "type", "category", "kind"];
const LABELS = ["tags", "categories", "labels"];
/** Further texts of a memory, each kept with the name of its field. */
const MORE_TEXTS = ["reason", "rationale", "citations", "context", "notes", "summary", "category"];
const LISTS = ["memories", "results"];
const NAME_CHARS = 80;

/** The memories of a document or list, and its other fields; null when it holds none. */
export function memoryPieces(value: unknown): MemoryPiece[] | null {
  if (Array.isArray(value)) {
    const pieces = value.map((item: unknown, index) => memoryPiece(item, `[${index}]`, new Map()));
    return pieces.some(({ line }) => line !== null) ? pieces : null;
  }
  if (!isFields(value)) return null;
  const field = LISTS.find((name) => Array.isArray(value[name]));
  if (field === undefined) return null;
  const tags = namesById(value.categories);
  const pieces = (value[field] as unknown[]).map((item, index) =>
    memoryPiece(item, `${field}[${index}]`, tags),
  );
  const isRead = new Set([field, ...(tags.size > 0 ? ["categories", "memory_categories"] : [])]);
  const others = Object.entries(value).filter(([name, other]) => !isRead.has(name) && says(other));
  return [...pieces, ...others.map(([name, other]) => leftOver(name, other))];
}

/** One value as a memory; `line` is null when it is none. */
export function memoryPiece(
  value: unknown,
  place: string,
  tagNames: ReadonlyMap<string, string>,
): MemoryPiece {
  const none = (reason: string): MemoryPiece => ({ place, value, line: null, reason, rest: {} });
  // A message of a chat has a content too, and somebody who said it.
  if (!isFields(value) || value.role !== undefined) return none(NOT_UNDERSTOOD);
  const rest = new Map(Object.entries(value));
  const texts = takeTexts(rest);
  if (texts.length === 0) return none(NOT_UNDERSTOOD);
  if (value.state === "deleted" || says(value.deleted_at)) return none("deleted there");
  const title = takeText(rest, TITLES);
  const type = takeText(rest, TYPES);
  const observations = [...texts, ...moreTexts(rest), ...tagLine(rest, tagNames)];
  const origin = saidOrigin(value, { days: true });
  for (const field of rest.keys()) {
    if (ORIGIN_FIELDS.has(field) || DAY_FIELDS.has(field)) rest.delete(field);
  }
  const line = {
    type: "entity",
    name: title ?? firstWords(texts[0] ?? ""),
    entityType: type ?? "memory",
    observations,
    ...(origin?.at == null ? {} : { createdAt: origin.at }),
    ...(origin?.by == null ? {} : { createdBy: origin.by }),
  };
  const left = [...rest].filter(([, other]) => says(other));
  return { place, value, line, reason: null, rest: Object.fromEntries(left) };
}

export const NOT_UNDERSTOOD = "neither an entity nor a relation";

function takeTexts(rest: Map<string, unknown>): string[] {
  for (const field of TEXTS) {
    const texts = [rest.get(field)].flat();
    const isText = texts.every((text) => typeof text === "string" && text.trim() !== "");
    if (!isText || texts.length === 0) continue;
    rest.delete(field);
    return texts as string[];
  }
  return [];
}

function takeText(rest: Map<string, unknown>, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const text = rest.get(field);
    if (typeof text !== "string" || text.trim() === "" || text.length > NAME_CHARS * 2) continue;
    rest.delete(field);
    return text;
  }
  return undefined;
}

function moreTexts(rest: Map<string, unknown>): string[] {
  return MORE_TEXTS.flatMap((field) => {
    const text = rest.get(field);
    if (typeof text !== "string" || text.trim() === "") return [];
    rest.delete(field);
    return [`${field.charAt(0).toUpperCase()}${field.slice(1)}: ${text}`];
  });
}

function tagLine(rest: Map<string, unknown>, tagNames: ReadonlyMap<string, string>): string[] {
  const tags: string[] = [];
  for (const field of LABELS) {
    const said = rest.get(field);
    const list = typeof said === "string" ? said.split(",").map((tag) => tag.trim()) : said;
    if (!Array.isArray(list) || !list.every((tag) => typeof tag === "string")) continue;
    rest.delete(field);
    tags.push(...(list as string[]).filter((tag) => tag !== ""));
  }
  const ids = rest.get("category_ids");
  if (Array.isArray(ids) && ids.every((id) => tagNames.has(String(id)))) {
    rest.delete("category_ids");
    tags.push(...ids.map((id) => tagNames.get(String(id)) ?? ""));
  }
  return tags.length === 0 ? [] : [`Tags: ${[...new Set(tags)].join(", ")}`];
}

/** The first sentence or line, cut at a word. */
export function firstWords(text: string): string {
  const sentence = /^(.+?)(?:[.!?…:](?=\s|$)|\n|$)/s.exec(text.trim())?.[1]?.trim() ?? text.trim();
  if (sentence.length <= NAME_CHARS) return sentence;
  const cut = sentence.slice(0, NAME_CHARS);
  const space = cut.lastIndexOf(" ");
  return (space > NAME_CHARS / 2 ? cut.slice(0, space) : cut).toWellFormed().trim();
}

function namesById(list: unknown): Map<string, string> {
  if (!Array.isArray(list)) return new Map();
  return new Map(
    list
      .filter(isFields)
      .filter(({ id, name }) => id !== undefined && typeof name === "string")
      .map(({ id, name }) => [String(id), String(name)]),
  );
}

function leftOver(place: string, value: unknown): MemoryPiece {
  const reason = "a field of the document that is no record";
  return { place, value, line: null, reason, rest: {} };
}

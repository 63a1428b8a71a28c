/**
 * Notes in Markdown as basic-memory and Obsidian keep them: front matter, facts as list items and
 * paragraphs, `[[links]]` to other notes. Each note becomes an entity.
 */
import matter from "gray-matter";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { ImportFile, LeftOut } from "../import-file.ts";
import { type EntityOrigin, UNKNOWN_AGENT } from "../origins.ts";
import { says } from "./left-fields.ts";
import { ORIGIN_FIELDS, saidOrigin } from "./when.ts";

export interface Note {
  /** Path inside the folder that is imported, with `/`; its last part names a note without a title. */
  path: string;
  text: string;
}

interface ReadNote {
  name: string;
  entityType: string;
  observations: string[];
  links: { to: string; relationType: string }[];
  origin: EntityOrigin | null;
  /** Other names by which notes link to it. */
  aliases: string[];
}

/** Reads the notes of a folder. Links go to the note's title, whatever name they used. Never throws. */
export function readNotes(notes: readonly Note[]): ImportFile {
  const leftOut: LeftOut[] = [];
  const read = notes.map((note) => readNote(note, leftOut));
  const nameOf = new Map<string, string>();
  for (const { name, aliases } of read) {
    for (const alias of [name, ...aliases]) {
      if (!nameOf.has(alias.toLowerCase())) nameOf.set(alias.toLowerCase(), name);
    }
  }
  const relations = read.flatMap(({ name, links }) =>
    links.map(({ to, relationType }) => ({
      from: name,
      to: nameOf.get(to.toLowerCase()) ?? to,
      relationType,
    })),
  );
  const keys = new Set<string>();
  return {
    entities: united(read),
    relations: relations.filter((relation) => isFirst(keys, JSON.stringify(relation))),
    origins: new Map(
      read.flatMap(({ name, origin }) => (origin === null ? [] : [[name, origin] as const])),
    ),
    leftOut,
  };
}

function isFirst(keys: Set<string>, key: string): boolean {
  return !keys.has(key) && keys.add(key) !== undefined;
}

/** Two notes of one title are one entity. */
function united(notes: readonly ReadNote[]): ImportFile["entities"] {
  const byName = new Map<string, ImportFile["entities"][number]>();
  for (const { name, entityType, observations } of notes) {
    const known = byName.get(name) ?? { name, entityType, observations: [] };
    byName.set(name, {
      ...known,
      observations: [...new Set([...known.observations, ...observations])],
    });
  }
  return [...byName.values()];
}

function readNote({ path, text }: Note, leftOut: LeftOut[]): ReadNote {
  const { fields, body } = frontMatter(path, text, leftOut);
  const stem = (path.split("/").at(-1) ?? path).replace(/\.(?:md|markdown)$/i, "");
  const parts = bodyParts(body);
  const name = scalar(fields.title) ?? parts.title ?? stem;
  const facts = [...parts.facts, ...fieldFacts(fields)];
  for (const field of ["permalink", "id"]) {
    const value = scalar(fields[field]);
    if (value === null) continue;
    leftOut.push({ place: `${path}: ${field}`, reason: "a field of no fact", text: value });
  }
  const origin = saidOrigin(fields, { days: true });
  return {
    name,
    entityType: scalar(fields.type) ?? "note",
    observations: parts.title === null || parts.title === name ? facts : [parts.title, ...facts],
    links: parts.links,
    origin: origin && { at: origin.at, by: origin.by ?? UNKNOWN_AGENT, observations: new Map() },
    aliases: [
      stem,
      path.replace(/\.(?:md|markdown)$/i, ""),
      ...[fields.permalink, fields.aliases, fields.alias]
        .flat()
        .flatMap((one) => scalar(one) ?? []),
    ],
  };
}

type Fields = Record<string, unknown>;

/** Only YAML: other languages of front matter are programs. */
const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

function frontMatter(
  path: string,
  text: string,
  leftOut: LeftOut[],
): { fields: Fields; body: string } {
  const match = FRONT_MATTER.exec(text);
  if (match === null) return { fields: {}, body: text.replace(/^\uFEFF/, "") };
  const body = text.slice(match[0].length);
  const block = match[1] ?? "";
  try {
    const { data } = matter(`---\n${block}\n---\n`, { language: "yaml" });
    return { fields: data as Fields, body };
  } catch {
    leftOut.push({ place: path, reason: "front matter that is no YAML", text: block });
    return { fields: {}, body };
  }
}

function scalar(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** Fields that are read for something else than a fact. */
const READ_FIELDS = new Set(["title", "type", "permalink", "id", "date", "time"]);

function fieldFacts(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (READ_FIELDS.has(field) || ORIGIN_FIELDS.has(field) || !says(value)) return [];
    const items = [value].flat().map((item) => scalar(item) ?? JSON.stringify(item));
    const label = /^tags?$/i.test(field) ? "Tags" : field;
    return [`${label}: ${items.join(", ")}`];
  });
}

interface BodyParts {
  /** The first heading of the first level. */
  title: string | null;
  facts: string[];
  links: ReadNote["links"];
}

/** Headings that only say what follows. */
const PLAIN_HEADINGS = /^(?:observations?|relations?|notes?|facts?)$/i;

function bodyParts(body: string): BodyParts {
  const parts: BodyParts = { title: null, facts: [], links: [] };
  let heading: string | null = null;
  const source = (node: Positioned) =>
    body.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
  const add = (text: string) => {
    const fact = text.trim();
    if (fact === "") return;
    const explicit = explicitLink(fact);
    if (explicit === null) parts.links.push(...proseLinks(fact));
    else parts.links.push(explicit.link);
    // A context in brackets is more than the link says.
    if (explicit === null || explicit.hasContext) {
      parts.facts.push(heading === null ? fact : `${heading}: ${fact}`);
    }
  };
  for (const node of fromMarkdown(body).children) {
    if (node.type === "heading") {
      const text = source(node)
        .replace(/^#+\s*/, "")
        .trim();
      if (node.depth === 1 && parts.title === null) parts.title = text;
      heading = text === parts.title || PLAIN_HEADINGS.test(text) ? null : text;
    } else if (node.type === "list") addList(node, { source, add });
    else if (node.type !== "thematicBreak") add(source(node));
  }
  return parts;
}

interface Positioned {
  type: string;
  position?:
    | { start: { offset?: number | undefined }; end: { offset?: number | undefined } }
    | undefined;
  children?: Positioned[];
}

/** Each item is a fact, and so is each item under it. */
function addList(
  list: Positioned,
  on: { source: (node: Positioned) => string; add: (text: string) => void },
): void {
  for (const item of list.children ?? []) {
    const own = (item.children ?? []).filter(({ type }) => type !== "list");
    on.add(own.map(on.source).join("\n"));
    for (const inner of item.children ?? []) if (inner.type === "list") addList(inner, on);
  }
}

const LINK = /(!?)\[\[([^[\]]+)\]\]/g;

/** `requires [[Note]]`, `"based on" [[Note]] (context)`: a relation of a type of its own. */
function explicitLink(
  fact: string,
): { link: ReadNote["links"][number]; hasContext: boolean } | null {
  const match = /^(?:"([^"]+)"|'([^']+)'|([^\s[\]]+))\s+\[\[([^[\]]+)\]\]\s*(\([^()]*\))?$/.exec(
    fact,
  );
  if (match === null) return null;
  const relationType = (match[1] ?? match[2] ?? match[3] ?? "").trim();
  const link = { to: target(match[4] ?? ""), relationType };
  return { link, hasContext: match[5] !== undefined };
}

/** Every other link is only one; a picture is none. */
function proseLinks(fact: string): ReadNote["links"] {
  return [...fact.matchAll(LINK)]
    .filter(([, isEmbedded]) => isEmbedded === "")
    .map(([, , inner]) => ({ to: target(inner ?? ""), relationType: "links_to" }));
}

/** The note of a link that may name a heading of it and another text to show. */
function target(inner: string): string {
  return (inner.split("|")[0] ?? "").split("#")[0]?.trim() ?? "";
}

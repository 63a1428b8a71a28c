/**
 * Edits of lists and values in YAML front matter as text, so that every other byte stays: a YAML
 * printer would rewrite quotes, comments and order. What was written is read back and checked.
 */
import { HqError } from "../company/error.ts";
import { readFrontMatter } from "../company/kit/front-matter.ts";

interface ListItem {
  /** What the item names: the plain value, or the value of its `agent:` key. */
  names: string;
  /** As written, without the line end: one line or a block of lines. */
  lines: string[];
}

interface ListBlock {
  /** Index of the key's line, and of the first line after the list. */
  start: number;
  end: number;
  key: string;
  style: "flow" | "block";
  items: ListItem[];
}

interface Place {
  /** For the error message. */
  file: string;
  /** `agents` or `handoffs`. */
  key: string;
}

/**
 * The text without the items of the list that name `id`. A text without the list comes back as is.
 * @throws HqError `invalid-file` when the list is written in a way that text edits cannot follow.
 */
export function removeFromList(text: string, place: Place, id: string): string {
  const lines = text.split("\n");
  const list = findList(lines, place.key);
  if (list?.items.some(({ names }) => names === id)) {
    const items = list.items.filter(({ names }) => names !== id);
    lines.splice(list.start, list.end - list.start, ...printList({ ...list, items }, eolOf(text)));
  }
  const edited = lines.join("\n");
  if (namesIn(edited, place.key).includes(id)) throw cannotEdit(place, id);
  return edited;
}

/**
 * The text with the items that `pristine` has for `id` and the text has not, each put before the
 * item that follows it there. Without such a list in `pristine`, the text comes back as is.
 */
export function addFromPristine(
  text: string,
  place: Place,
  wanted: { id: string; pristine: string },
): string {
  const original = findList(wanted.pristine.split("\n"), place.key);
  const lines = text.split("\n");
  const list = findList(lines, place.key);
  if (original === null || list === null) return text;
  if (list.items.some(({ names }) => names === wanted.id)) return text;
  const items = [...list.items];
  for (const [at, item] of original.items.entries()) {
    if (item.names !== wanted.id) continue;
    const followers = original.items.slice(at + 1).map(({ names }) => names);
    const before = items.findIndex(({ names }) => followers.includes(names));
    items.splice(before === -1 ? items.length : before, 0, restyled(item, original, list));
  }
  if (items.length === list.items.length) return text;
  const style = list.items.length === 0 ? original.style : list.style;
  lines.splice(
    list.start,
    list.end - list.start,
    ...printList({ ...list, style, items }, eolOf(text)),
  );
  const edited = lines.join("\n");
  if (!namesIn(edited, place.key).includes(wanted.id)) throw cannotEdit(place, wanted.id);
  return edited;
}

/** The text with another value of a plain top-level field, when it has the expected value now. */
export function replaceField(
  text: string,
  key: string,
  value: { from: string; to: string },
): string {
  const lines = text.split("\n");
  const at = frontMatterLines(lines).findIndex((line) => fieldValue(line, key) === value.from);
  const line = lines[at];
  if (at === -1 || line === undefined) return text;
  const from = line.lastIndexOf(value.from);
  lines[at] = line.slice(0, from) + value.to + line.slice(from + value.from.length);
  return lines.join("\n");
}

/** The value of a plain top-level field of the front matter, or null. */
export function fieldOf(text: string, key: string): string | null {
  for (const line of frontMatterLines(text.split("\n"))) {
    const value = fieldValue(line, key);
    if (value !== null) return value;
  }
  return null;
}

/** Every department that the list names, as YAML sees it. */
export function namesIn(text: string, key: string): string[] {
  const front = readFrontMatter(text);
  const value = front.kind === "fields" ? front.data[key] : undefined;
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown) =>
    typeof item === "object" && item !== null && "agent" in item
      ? String(item.agent)
      : String(item),
  );
}

function findList(lines: readonly string[], key: string): ListBlock | null {
  const front = frontMatterLines(lines);
  const start = front.findIndex((line) => new RegExp(`^${key}:(\\s|$)`).test(line));
  if (start === -1) return null;
  const rest = (front[start] ?? "").slice(key.length + 1).trim();
  if (rest !== "" && !rest.startsWith("#")) return flowList({ front, start, key, rest });
  return blockList(front, start, key);
}

function flowList(found: {
  front: readonly string[];
  start: number;
  key: string;
  rest: string;
}): ListBlock | null {
  const { front, start, key } = found;
  let text = found.rest;
  let end = start + 1;
  while (!text.includes("]") && end < front.length) text += ` ${front[end++]?.trim() ?? ""}`;
  const inner = /^\[([^\]{}]*)\]\s*(#.*)?$/.exec(text)?.[1];
  if (inner === undefined) return null;
  const items = inner
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map((item) => ({ names: unquoted(item), lines: [item] }));
  return { start, end, key, style: "flow", items };
}

function blockList(front: readonly string[], start: number, key: string): ListBlock {
  const items: ListItem[] = [];
  let end = start + 1;
  let indent: number | null = null;
  for (; end < front.length; end += 1) {
    const line = front[end] ?? "";
    const dash = /^(\s*)-(\s|$)/.exec(line);
    const depth = /^\s*/.exec(line)?.[0].length ?? 0;
    if (dash !== null && (indent === null || depth === indent)) {
      indent = depth;
      items.push({ names: "", lines: [line] });
    } else if (indent !== null && (depth > indent || line.trim() === "")) {
      items.at(-1)?.lines.push(line);
    } else break;
  }
  for (const item of items) item.names = nameOfItem(item.lines);
  return { start, end, key, style: "block", items };
}

function nameOfItem(lines: readonly string[]): string {
  const inner = lines.map((line, at) => (at === 0 ? line.replace(/^\s*-\s?/, "") : line).trim());
  const agent = inner.map((line) => fieldValue(line, "agent")).find((value) => value !== null);
  return agent ?? unquoted(inner[0] ?? "");
}

function printList(list: ListBlock, eol: string): string[] {
  const cr = eol === "\r\n" ? "\r" : "";
  if (list.items.length === 0) return [`${list.key}: []${cr}`];
  if (list.style === "flow") {
    const items = list.items.map(({ lines }) => lines[0] ?? "");
    return [`${list.key}: [${items.join(", ")}]${cr}`];
  }
  const lines = list.items.flatMap((item) =>
    item.lines.map((line) => line.replace(/\r$/, "") + cr),
  );
  return [`${list.key}:${cr}`, ...lines];
}

/** A plain item in the style of the list that it enters. */
function restyled(item: ListItem, from: ListBlock, to: ListBlock): ListItem {
  if (to.items.length === 0 || from.style === to.style) return item;
  return { names: item.names, lines: to.style === "flow" ? [item.names] : [`  - ${item.names}`] };
}

/** The lines of the block with every line outside of it blanked, so that indexes stay. */
function frontMatterLines(lines: readonly string[]): string[] {
  const first = (lines[0] ?? "").replace(/^\uFEFF/, "").trimEnd();
  if (first !== "---") return [];
  const close = lines.findIndex((line, at) => at > 0 && line.trimEnd() === "---");
  return close === -1 ? [] : ["", ...lines.slice(1, close)].map((line) => line.replace(/\r$/, ""));
}

function fieldValue(line: string, key: string): string | null {
  const value = new RegExp(`^${key}:\\s+(\\S.*)$`).exec(line)?.[1];
  return value === undefined ? null : unquoted(value.replace(/\s+#.*$/, "").trim());
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}

function eolOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function cannotEdit(place: Place, id: string): HqError {
  return new HqError(
    "invalid-file",
    `Cannot edit the list "${place.key}" of ${place.file}: it names "${id}" in a form that is not one item on each line, or [a, b] on one line. Nothing was changed.`,
    { hint: "Write the list in one of these two forms, then run the command again." },
  );
}

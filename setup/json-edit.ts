/**
 * JSON with comments, changed in place by VS Code's own library: comments, order and spacing of what
 * nobody changed stay.
 */
import {
  applyEdits,
  type Edit,
  getNodeValue,
  type JSONPath,
  modify,
  type ParseError,
  parseTree,
} from "jsonc-parser";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const BOM = "\uFEFF";

/** The value of a text with or without comments and trailing commas; undefined when it is no JSON. */
export function parseJson(text: string): Json | undefined {
  const errors: ParseError[] = [];
  const body = withoutMark(text);
  if (body.trim() === "") return {};
  const tree = parseTree(body, errors, { allowTrailingComma: true });
  // Its objects have no prototype: `__proto__` in a file is a key like any other.
  return errors.length > 0 || tree === undefined ? undefined : (getNodeValue(tree) as Json);
}

/** Whether there is neither a comment nor a trailing comma nor a byte order mark in it. */
export function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Whatever is wrong with it, it is not plain.
    return false;
  }
}

/**
 * The text with `wanted` as its value.
 * @returns null when it could not be brought there: a key that stands twice, or no JSON at all.
 */
export function editJson(text: string, wanted: JsonObject): string | null {
  const body = withoutMark(text);
  const mark = text.slice(0, text.length - body.length);
  const before = parseJson(body);
  if (!isJsonObject(before)) return null;
  if (body.trim() === "") return `${mark}${JSON.stringify(wanted, null, 2)}\n`;
  const style = styleOf(body);
  let after = body;
  for (const change of changesOf(before, wanted, [])) {
    const edits = modify(after, change.path, change.value, { isArrayInsertion: change.insert });
    after = applyEdits(
      after,
      edits.flatMap((edit) => laidOut(after, edit, { change, style })),
    );
  }
  return isSameJson(parseJson(after), wanted) ? mark + after : null;
}

interface JsonChange {
  path: JSONPath;
  /** undefined: the key goes. */
  value: Json | undefined;
  insert: boolean;
}

function changesOf(before: Json, after: Json, path: JSONPath): JsonChange[] {
  if (isSameJson(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && isBeginning(before, after)) {
    return after
      .slice(before.length)
      .map((value, index) => ({ path: [...path, before.length + index], value, insert: true }));
  }
  if (!isJsonObject(before) || !isJsonObject(after)) return [{ path, value: after, insert: false }];
  return [
    ...Object.keys(before)
      .filter((key) => !Object.hasOwn(after, key))
      .map((key) => ({ path: [...path, key], value: undefined, insert: false })),
    ...Object.entries(after).flatMap(([key, value]) => {
      const old = Object.hasOwn(before, key) ? before[key] : undefined;
      const at = [...path, key];
      return old === undefined ? [{ path: at, value, insert: false }] : changesOf(old, value, at);
    }),
  ];
}

function isBeginning(list: readonly Json[], longer: readonly Json[]): boolean {
  return list.every((item, index) => isSameJson(item, longer[index]));
}

interface Style {
  indent: string;
  eol: string;
}

/**
 * The library's edit on lines of its own, in the file's indentation. (Its own formatting would lay out
 * the founder's neighbouring lines anew.)
 */
function laidOut(text: string, edit: Edit, how: { change: JsonChange; style: Style }): Edit[] {
  const { change, style } = how;
  const { path, value } = change;
  if (value === undefined) return [edit];
  const line = (depth: number): string => style.eol + style.indent.repeat(depth);
  const laid = JSON.stringify(value, null, style.indent).replaceAll("\n", line(path.length));
  if (edit.length > 0) return [{ ...edit, content: laid }];
  const key = path.at(-1);
  const entry = `${line(path.length)}${typeof key === "string" ? `${JSON.stringify(key)}: ` : ""}${laid}`;
  if (edit.content.startsWith(",")) return behindComment(text, edit.offset, entry);
  return [{ ...edit, content: entry + line(path.length - 1) }];
}

const COMMENT_BEHIND = /^[ \t]*(,?)[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=[ \t]*\r?\n))/;

/** A new entry below the last one: a comment at the end of that line stays there. */
function behindComment(text: string, offset: number, entry: string): Edit[] {
  const [comment = "", comma = ""] = COMMENT_BEHIND.exec(text.slice(offset)) ?? [];
  const below = { offset: offset + comment.length, length: 0, content: entry + comma };
  return comma === "" ? [{ offset, length: 0, content: "," }, below] : [below];
}

function styleOf(text: string): Style {
  const indent = /\n([ \t]+)["\]}]/.exec(text)?.[1] ?? "  ";
  return { indent, eol: text.includes("\r\n") ? "\r\n" : "\n" };
}

function withoutMark(text: string): string {
  return text.startsWith(BOM) ? text.slice(BOM.length) : text;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equal in meaning: the order of keys does not count. */
export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}

/** What a file becomes by an edit, so that it can be judged before. */
import { ownPaths } from "./call.mjs";
import { textAfterPatch } from "./patch.mjs";
import { placesOf } from "./places.mjs";

/** The file is not there after the call. */
export const GONE = Symbol("gone");

const DELETERS = /^(delete|remove|unlink)_?(file|directory|folder|path|dir)?s?$/;
const MOVERS = /^(move|rename|mv)_?(file|directory|folder|path|dir|item)?s?$/;
const FROM = ["source", "src", "from", "old_path", "oldPath", "old_uri", "oldUri", "path"];
const TO = ["destination", "dest", "to", "new_path", "newPath", "new_uri", "newUri", "target"];

/**
 * Where the text of the file comes from when the call moves or deletes whole files: GONE, the path of
 * another file, or undefined when it does neither.
 */
export function sourceOf(file, { verb, input, patch }, world) {
  const means = (name) => placesOf(name, world).includes(file);
  const inPatch = (patch ?? []).map(({ kind, file: from, to }) => ({
    from,
    to,
    isGone: kind === "del",
  }));
  const moves = patch === null || patch === undefined ? movesIn(verb, input) : inPatch;
  for (const { from, to, isGone } of moves) {
    if (to !== null && means(to)) return placesOf(from, world)[0];
    if ((isGone || to !== null) && means(from)) return GONE;
  }
  return undefined;
}

/** The arguments of a call that moves or deletes files, without the names of these: they are no commands. */
export function withoutMoved({ verb, input, patch }) {
  if (patch !== null || movesIn(verb, input).length === 0) return input;
  const named = new Set([...FROM, ...TO, "file_path", "filePath", "uri"]);
  return Object.fromEntries(Object.entries(input).filter(([key]) => !named.has(key)));
}

function movesIn(verb, input) {
  if (input === null || typeof input !== "object" || Array.isArray(input)) return [];
  const named = (keys) => keys.map((key) => input[key]).find((value) => typeof value === "string");
  const from = named(FROM) ?? named(["file_path", "filePath", "uri"]);
  if (from === undefined) return [];
  if (DELETERS.test(verb)) return [{ from, to: null, isGone: true }];
  const to = named(TO);
  return MOVERS.test(verb) && to !== undefined ? [{ from, to, isGone: false }] : [];
}

/** The file's text after the call, from every shape of edit the clients make; null when unknown. */
export function textAfter(file, call, { before, world }) {
  const { verb, input, patch } = call;
  if (patch !== null) {
    // As bare text it is Copilot CLI's; another client puts lines without a place of their own elsewhere.
    return textAfterPatch(file, patch, { before, world, isBare: call.isBare === true });
  }
  if (input === null || typeof input !== "object") return null;
  if (MOVERS.test(verb)) return before;
  const whole = input.file_text ?? input.content ?? input.contents ?? input.fileText;
  const edits = editsOf(file, input, world);
  if (/^(create|write|create_?file|write_?file)$/.test(verb)) {
    return typeof whole === "string" && edits.length === 0 ? whole : null;
  }
  if (typeof whole === "string" || edits.length === 0 || before === null) return null;
  return edits.reduce(
    (current, edit) => (current === null ? null : applied(current, edit)),
    before,
  );
}

/** The exchanges of old for new text that are meant for this file; null stands for one that is not known. */
function editsOf(file, input, world) {
  const list = input.edits ?? input.replacements ?? input.changes;
  if (list !== undefined && !Array.isArray(list)) return [];
  if (list === undefined && !Object.keys(input).some((key) => /^old/i.test(key))) return [];
  return (list ?? [input]).flatMap((edit) => {
    const own = list === undefined ? [] : ownPaths(edit ?? null);
    if (own.length > 0 && !own.some((name) => placesOf(name, world).includes(file))) return [];
    const from = edit?.old_str ?? edit?.old_string ?? edit?.oldString ?? edit?.oldText;
    const to = edit?.new_str ?? edit?.new_string ?? edit?.newString ?? edit?.newText;
    return typeof from === "string" && typeof to === "string"
      ? [{ from, to, all: edit.replace_all === true || edit.replaceAll === true }]
      : [null];
  });
}

/** Null when the old text is not found, or found twice: the client refuses both, or guesses. */
function applied(current, edit) {
  if (edit === null || edit.from === "") return null;
  const first = current.indexOf(edit.from);
  if (first === -1) {
    // Clients match a text with other line endings too.
    const unix = current.replaceAll("\r\n", "\n");
    const isNew = unix !== current || edit.from.includes("\r\n");
    return isNew ? applied(unix, { ...edit, from: edit.from.replaceAll("\r\n", "\n") }) : null;
  }
  if (edit.all) return current.replaceAll(edit.from, () => edit.to);
  if (current.indexOf(edit.from, first + 1) !== -1) return null;
  return current.slice(0, first) + edit.to + current.slice(first + edit.from.length);
}

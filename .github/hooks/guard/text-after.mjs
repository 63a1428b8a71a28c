/** What a file becomes by an edit, so that it can be judged before. */
import { ownPaths } from "./call.mjs";
import { textAfterPatch } from "./patch.mjs";
import { placesOf } from "./places.mjs";

/** The file's text after the call, from every shape of edit the clients make; null when unknown. */
export function textAfter(file, { verb, input, patch }, { before, world }) {
  if (patch !== null) return textAfterPatch(file, patch, { before, world });
  if (input === null || typeof input !== "object") return null;
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

/**
 * Settings that VS Code takes from a repository. Beside a product they are the founder's own, and so their
 * agent may change them; but those of the chat say whether the guard is asked at all.
 */
import { isProductsHook } from "./protected.mjs";
import { textAfter } from "./text-after.mjs";

const OF_CHAT = /^(chat|github\.copilot)\./i;
/** Also written in the escapes of JSON. */
const SPEAKS_OF_CHAT = /chat|copilot|\\u/i;
/** Also written in the escapes of JSON. */
const SWITCHES_OFF = /disableAllHooks|\\u00/i;
const FILE_LIMIT_CHARS = 100_000;

export function isEditorSettings(file) {
  return /(^|\/)\.vscode\/settings\.json$/i.test(file);
}

/** The sentence for a change of what the chat reads; null when all of that stays as it is. */
export function settingsRefusal(file, call, world) {
  if (call.kind !== "editor") return null;
  const before = world.read(file);
  const isLarge = (before ?? "").length > FILE_LIMIT_CHARS;
  const next = isLarge ? null : textAfter(file, call, { before, world });
  if (next === null) {
    // Some editors' changes cannot be foretold; what does not speak of the chat does not change it.
    if (!SPEAKS_OF_CHAT.test(JSON.stringify(call.input ?? call.patch))) return null;
    return `The guard cannot see what ${file} would become with ${call.tool}. Change it in one place at a time, with the exact old text, which stands in the file once, and the new text.`;
  }
  const [was, is] = [chatOf(before ?? "{}"), chatOf(next)];
  const isSame = is === null ? !SPEAKS_OF_CHAT.test(`${before}${next}`) : was === is;
  if (isSame) return null;
  return `${file} holds settings of the chat (chat.*, github.copilot.*), among them whether the guard is asked: they stay as they are, in a file that can be read. Leave them to the founder; the other settings may change.`;
}

/** A hook of the product's own may change, but none may switch the hooks off, the guard among them. */
export function hooksOffRefusal(file, call, world) {
  if (!isProductsHook(file, world)) return null;
  const before = world.read(file) ?? "";
  const next = before.length > FILE_LIMIT_CHARS ? null : textAfter(file, call, { before, world });
  const said = next ?? JSON.stringify(call.input ?? call.patch);
  if (!SWITCHES_OFF.test(said)) return null;
  return `${file} would switch hooks off, the guard among them. Leave that to the founder; what else stands in the file may change.`;
}

/** The chat's settings as one text, wherever they stand; null when the file cannot be read. */
function chatOf(text) {
  try {
    const found = [];
    JSON.parse(withoutComments(text.replace(/^\uFEFF/, "")), (key, value) => {
      if (OF_CHAT.test(key)) found.push([key, value]);
      return value;
    });
    return JSON.stringify(found.sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch {
    return null;
  }
}

/** Comments and the commas before a bracket are blanked; signs inside of strings stay. */
function withoutComments(text) {
  const tokens = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  const plain = text.replace(tokens, (part) => (part.startsWith('"') ? part : " "));
  return plain.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === "," ? " " : part));
}

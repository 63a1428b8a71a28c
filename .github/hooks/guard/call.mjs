/** What a client sends, in every shape that is known: names of files, patches, and other strings. */

export function text(value) {
  return typeof value === "string" ? value : "";
}

/** Copilot CLI sends the arguments of camel case events as a string of JSON, and a patch as its text. */
export function inputOf(value) {
  if (typeof value !== "string") return value ?? {};
  try {
    const parsed = JSON.parse(value);
    return parsed !== null && typeof parsed === "object" ? parsed : { input: value };
  } catch {
    return { input: value }; // Free text: it is searched as it is.
  }
}

/** What is written, as opposed to where: an editor's text may well look like a path. */
const CONTENT_KEY =
  /^(old_?(str|string|text)|new_?(str|string|text)|file_?text|contents?|code|explanation)$/i;
/** Words for people in the tools of other servers: an issue may well speak of package.json. */
const TEXT_KEY =
  /^(title|body|description|message|comment|text|summary|prompt|question|query|explanation|goal|reason|content)s?$/i;
/** Words for people beside a shell's command. */
const REMARK_KEY = /^(description|explanation|goal)$/i;
const PATH_KEY = /(path|file|uri|url|dest|destination|target|source|from|to|dir|folder|name)s?$/i;

/** All strings of a value, keys included. */
export function stringsIn(value, found = []) {
  if (typeof value === "string") found.push(value);
  else if (Array.isArray(value)) for (const item of value) stringsIn(item, found);
  else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      found.push(key);
      stringsIn(item, found);
    }
  }
  return found;
}

function without(keys, input) {
  if (Array.isArray(input)) return input.map((item) => without(keys, item));
  if (input === null || typeof input !== "object") return input;
  const kept = Object.entries(input).filter(([key]) => !keys.test(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, without(keys, value)]));
}

/** Strings under keys that name a file. */
export function pathValues(value, isUnderPathKey = false, found = []) {
  if (typeof value === "string") {
    if (isUnderPathKey && value !== "") found.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) pathValues(item, isUnderPathKey, found);
  } else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      const isDeeper = isUnderPathKey && typeof item !== "string";
      pathValues(item, PATH_KEY.test(key) || isDeeper, found);
    }
  }
  return found;
}

/** Names of files in one of several edits. */
export function ownPaths(edit) {
  return pathValues(without(CONTENT_KEY, edit));
}

/** Names under path-like keys and in unified diffs; and every other string that might be one. */
export function filesIn({ kind, input, patch }) {
  const bare = kind === "editor" ? without(CONTENT_KEY, input) : input;
  const diffs = patch === null ? stringsIn(bare).flatMap(diffFiles) : [];
  return {
    named: [...pathValues(input), ...diffs],
    anywhere: stringsIn(without(TEXT_KEY, bare)).filter((value) => !value.includes("*** ")),
  };
}

/** Files in the headers of a patch. */
export function headersOf({ patch }) {
  return (patch ?? []).flatMap(({ file, to }) => (to === null ? [file] : [file, to]));
}

/** Files in the headers of a unified diff. */
function diffFiles(value) {
  if (!value.includes("\n") && !/^(---|\+\+\+|rename) /.test(value)) return [];
  return value.split("\n").flatMap((line) => {
    const [, file] = /^(?:--- |\+\+\+ |rename from |rename to |copy to )(.*)$/.exec(line) ?? [];
    const bare = file?.split("\t")[0].trim().replaceAll('"', "") ?? "";
    return bare === "" ? [] : [bare, bare.replace(/^[abciw]\//, "")];
  });
}

/** The strings that may be commands. */
export function wordsIn({ kind, input }) {
  return stringsIn(without(kind === "shell" ? REMARK_KEY : TEXT_KEY, input));
}

/**
 * The parts of a patch between "*** Begin Patch" and "*** End Patch", the only way in which some
 * models edit: Copilot CLI calls it "Edit" with the bare text. Null when there is no patch. Headers are
 * read forgivingly, as the client takes them indented; `isOdd` says that one was not plain.
 */
export function patchIn(input) {
  const strings = stringsIn(without(CONTENT_KEY, input)).filter((value) => value.includes("*** "));
  const sections = [];
  for (const line of strings.flatMap((value) => value.split("\n"))) {
    const [, kind, rest] =
      /^\s*\*\*\* *(add file|update file|delete file|move to):(.*)$/i.exec(line) ?? [];
    const file = rest?.trim() ?? "";
    if (kind === undefined) sections.at(-1)?.lines.push(line.replace(/\r$/, ""));
    else if (/^move/i.test(kind) && sections.length > 0) sections.at(-1).to = file;
    else if (file !== "") {
      const isOdd = !/^\*\*\* (Add|Update|Delete) File: \S/.test(line);
      sections.push({ kind: kind.slice(0, 3).toLowerCase(), file, to: null, isOdd, lines: [] });
    }
  }
  return sections.length === 0 ? null : sections;
}

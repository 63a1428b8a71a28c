/** Commands of a shell, and strings of unknown tools that may be commands. A fence: a shell can hide more. */
import path from "node:path";
import { covers, fold } from "./globs.mjs";
import { holderSentence } from "./grants.mjs";
import { PATH_LIMIT_CHARS, placesElsewhere, placesOf, within } from "./places.mjs";
import { holdsProtected, holdsTools, isProductsHook, isProtected } from "./protected.mjs";
import { shellActRefusal } from "./shell-acts.mjs";
import { piecesOf } from "./shell-pieces.mjs";

/** Folders a command may have gone to. */
const BASES_LIMIT = 12;
const GLOBS_LIMIT = 500;

/** Programs that take a folder away or put one in its place. */
const MOVERS =
  /(^|[\s;&|(])(rm|mv|cp|rmdir|rsync|tar|unzip|ln|find|xargs|install|chmod|chown|git)\s/;
/** Programs that open a glob themselves, or hand a text to a shell. */
const OPENS_GLOBS =
  /(^|[\s;&|(])(rm|mv|cp|rsync|tar|unzip|zip|find|xargs|git|(ba|da|z|k|fi)?sh|eval|env|exec|node|deno|bun|python\S*|perl|ruby|php|prettier|eslint|biome|npx|make|for)\s/;
/** Of these, the ones to which the name of a folder alone is a folder. */
const TAKES_FOLDERS = /(^|[\s;&|(])(rm|mv|cp|rmdir|rsync|tar|unzip|ln|install|git\s+(rm|mv))\s/;
/** Of these, the ones that would take the whole repository with them. */
const ROOT_MOVERS = /(^|[\s;&|(])(rm\s|mv\s|rsync\s|unzip\s|cp\s+-[^\sraR]*[raR]|tar\s+-?[^\sx]*x)/;
const PATCHERS = /(^|[;&|(])\s*(git\s+(apply|am)|patch)(\s|$)/;
/** `$'…'` with more than ends of lines and tabs in it can spell any name. */
const ESCAPES = /\$'(?:[^'\\]|\\[nrt])*\\(?![nrt])/;
const FINDS_IN = /^\s*find\s+[\w.][\w./-]*\s/;
const PROGRAM =
  /(^|\|)(\s*(?:(?:\w+=\S*|sudo|env|exec|command|time|nohup)\s+)*)(?:node\s+(?:--[\w=-]+\s+)*)?(?:\.\/)?(?:node_modules|scripts)\/(?!.*\.\.)[\w@./-]+(?=\s|$)/g;
const SWITCHES_OFF =
  "This would switch hooks off, the guard among them. Leave that to the founder; what else stands in the file may change.";
const GOES_TO = /^(cd|pushd|-c|--directory|--cwd|--prefix|--work-tree)$/i;

/** A protected file, a sentence, or null. */
export function commandRefusal(command, world) {
  if (ESCAPES.test(command)) return unseen();
  const isOff = /disableAllHooks/i.test(command);
  let bases = [world.cwd, world.root];
  const seen = new Set();
  for (const { piece: whole, looks } of piecesOf(command)) {
    const piece = withoutLeftAlone(whole);
    // Nothing new can be said of the same piece, unless the command has gone elsewhere since.
    const judgement = `${bases.length} ${piece}`;
    if (seen.has(judgement)) continue;
    seen.add(judgement);
    if (!looks && PATCHERS.test(piece)) return unseen();
    const acted = looks ? null : shellActRefusal(piece, { bases, world });
    if (acted !== null) return { kind: "sentence", sentence: acted };
    const takes = {
      files: MOVERS.test(piece),
      folders: TAKES_FOLDERS.test(piece),
      root: ROOT_MOVERS.test(piece),
    };
    let last = "";
    for (const word of shellWords(withoutPrograms(piece, world))) {
      const refused = looks ? null : wordRefusal({ word, takes, bases, isOff }, world);
      if (refused !== null) return refused;
      if (GOES_TO.test(last) && word.length <= PATH_LIMIT_CHARS) {
        const inside = bases.map((base) => path.resolve(base, word));
        bases = [...new Set([...bases, ...inside])].slice(0, BASES_LIMIT);
      }
      last = word;
    }
    const refused = looks ? null : hiddenIn(piece, { bases, world });
    if (refused !== null) return refused;
  }
  return null;
}

const hit = (file) => ({ kind: "protected", file });
const unseen = () => ({
  kind: "sentence",
  sentence:
    "The guard cannot see which files this command changes. Write the names plainly, or use the edit tool.",
});

function wordRefusal({ word, takes, bases, isOff }, world) {
  const places = placesOf(word, world, bases);
  if (isOff && places.some((file) => isProductsHook(file, world))) {
    return { kind: "sentence", sentence: SWITCHES_OFF };
  }
  const bare = !takes.folders || /^(\.\/)?node_modules\/?$/.test(word);
  const hidden = places.find(
    (file) => isProtected(file, world, { bare }) || (takes.files && holdsProtected(file, world)),
  );
  if (hidden !== undefined) return hit(hidden);
  const other = placesElsewhere(word, world, bases).find(
    (file) => isProtected(file, world, { bare: true }) || holdsTools(file),
  );
  if (other !== undefined) return hit(`${other} of the other checkout`);
  const holder = places.find(holdsTools);
  if (holder !== undefined) return { kind: "sentence", sentence: holderSentence(holder) };
  if (!takes.root || word.length > PATH_LIMIT_CHARS) return null;
  const isRoot = bases.some((base) => path.resolve(base, word) === world.root);
  return isRoot ? hit("The repository") : null;
}

/** The words of a command as a shell would join them, and what an option of theirs may name. */
function shellWords(command) {
  const joined = command.replaceAll("\\\n", "");
  const bare = [joined.replace(/["'\\]/g, "")];
  if (joined.includes("\\")) bare.push(joined.replace(/["']/g, "").replaceAll("\\", "/"));
  const words = bare.flatMap((form) => form.split(/[\s;&|<>`$(){},=]+/));
  const all = [...words, ...withBlanks(joined)].flatMap((word) => [
    word,
    word.replace(/^[-@+!]+/, ""),
    word.replace(/^-[a-z]/i, ""),
  ]);
  return new Set(all.filter(Boolean));
}

/** Names with blanks in them: in quotes, or with a backslash before each. */
function withBlanks(command) {
  if (!/\s/.test(command)) return [];
  const quoted = [...command.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map(([, a, b]) => a ?? b);
  const slashed = command.includes("\\ ")
    ? command.replaceAll("\\ ", "\0").split(/[\s;&|<>"'`$(){},=]+/)
    : [];
  return [...quoted, ...slashed.filter((word) => word.includes("\0"))]
    .map((word) => word.replaceAll("\0", " "))
    .filter((word) => word.includes(" ") && word.length <= PATH_LIMIT_CHARS);
}

/** `find . -name '*.pyc' -not -path './.git/*' -delete` names what it leaves alone, beside what it takes. */
const FINDS_BY_NAME = /^\s*find\s(?:.*\s)?-i?name\s/;
const LEFT_ALONE =
  /(?<=\s)(?:-not|!|\\!)\s+-i?(?:path|wholename|name)\s+(?:'[^'\n]*'|"[^"\n$`]*"|[^\s'"$`;&|]+)/g;

function withoutLeftAlone(piece) {
  const rest = piece.replace(LEFT_ALONE, " ");
  return FINDS_BY_NAME.test(rest) ? rest : piece;
}

/**
 * Without the programs that a stage starts from where our own things stand: to run `scripts/build.mjs`
 * or `node_modules/.bin/tsc` changes neither.
 */
function withoutPrograms(piece, { isProduct }) {
  if (isProduct) return piece;
  return piece.replace(PROGRAM, "$1$2 ");
}

/** A protected file that a glob (`.mcp*`, `.mc[p].json`) or a name after a variable (`$PWD/bin`) may mean. */
function hiddenIn(piece, { bases, world }) {
  const bare = (OPENS_GLOBS.test(piece) ? piece : withoutQuotedGlobs(piece)).replace(/["'\\]/g, "");
  // What `find` puts in the place of `{}` lies in the folder that it names, which is judged as a word.
  const plain = FINDS_IN.test(bare) ? bare.replace(/(?<=\s)\{\}(?=\s|$)/g, " ") : bare;
  const loose = plain
    .replace(/\{\}|\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}/g, "*")
    .replace(/\[[^[\]]*\]/g, "?");
  const globs = new Set(loose.split(/[\s;&|<>`$(),=]+/).filter((word) => /[*?]/.test(word)));
  if (globs.size > GLOBS_LIMIT) return unseen();
  for (const word of globs) {
    if (word.length > PATH_LIMIT_CHARS) continue;
    for (const base of bases) {
      const place = path.resolve(base, word);
      const found = world.patterns.find((pattern) => reaches(place, pattern, world));
      if (found !== undefined) return hit(found.fixed);
    }
  }
  return behindVariable(bare, world);
}

/** `count(*)` in the quotes of a query is no glob: neither the shell nor such a program opens it. */
function withoutQuotedGlobs(piece) {
  return piece.replace(/'[^'\n]*'|"[^"\n]*"/g, (text) => text.replace(/[*?[\]{}]/g, " "));
}

function behindVariable(bare, world) {
  const isHere = /pwd|toplevel/i.test(bare);
  for (const [, tail] of bare.matchAll(/(?:\$\w+|[)}`]|~[\w-]*)\/([^\s;&|<>`$(){},=]+)/g)) {
    const parts = tail.split("/").slice(-8);
    for (const at of parts.keys()) {
      const end = parts.slice(at).join("/");
      if (end.length > PATH_LIMIT_CHARS) continue;
      // Many programs live in some other bin or dist.
      const where = { bare: true, elsewhere: !isHere };
      if (isProtected(end, world, where) || holdsTools(end)) return hit(end);
    }
  }
  return null;
}

/** Whether a shell's glob could name the pattern's sample, or something in it when it is a folder. */
function reaches(place, { fixed, isFolder }, { roots }) {
  const word = within(roots[0], place);
  if (word === null || fixed === "") return false;
  const parts = fold(word).split("/");
  const count = fixed.split("/").length;
  if (parts.length < count || (parts.length > count && !isFolder)) return false;
  const start = parts.slice(0, count).join("/");
  // Globs of whole trees (`**/*.md`) are not meant for hidden folders, and shells skip those.
  if (parts.length > count && /^[*/]+$/.test(start)) return false;
  if (start.startsWith("**/") && fixed.startsWith(".")) return false;
  return covers({ glob: start, piece: "" }, fixed);
}

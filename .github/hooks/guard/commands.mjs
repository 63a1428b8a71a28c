/** Commands of a shell, and strings of unknown tools that may be commands. A fence: a shell can hide more. */
import path from "node:path";
import { covers, fold } from "./globs.mjs";
import { holderSentence } from "./grants.mjs";
import { PATH_LIMIT_CHARS, placesOf, within } from "./places.mjs";
import { holdsProtected, holdsTools, isProtected } from "./protected.mjs";
import { piecesOf } from "./shell-pieces.mjs";

/** Folders a command may have gone to. */
const BASES_LIMIT = 12;
const GLOBS_LIMIT = 500;

/** Programs that take a folder away or put one in its place. */
const MOVERS =
  /(^|[\s;&|(])(rm|mv|cp|rmdir|rsync|tar|unzip|ln|find|xargs|install|chmod|chown|git)\s/;
/** Of these, the ones that would take the whole repository with them. */
const ROOT_MOVERS = /(^|[\s;&|(])(rm\s|mv\s|rsync\s|unzip\s|cp\s+-[^\sraR]*[raR]|tar\s+-?[^\sx]*x)/;
const PATCHERS = /(^|[;&|(])\s*(git\s+(apply|am)|patch)(\s|$)/;
/** `$'…'` with more than ends of lines and tabs in it can spell any name. */
const ESCAPES = /\$'(?:[^'\\]|\\[nrt])*\\(?![nrt])/;
const FINDS_IN = /^\s*find\s+[\w.][\w./-]*\s/;
const GOES_TO = /^(cd|pushd|-c|--directory|--cwd|--prefix|--work-tree)$/i;

/** A protected file, a sentence, or null. */
export function commandRefusal(command, world) {
  if (ESCAPES.test(command)) return unseen();
  let bases = [world.cwd, world.root];
  const seen = new Set();
  for (const { piece, looks } of piecesOf(command)) {
    // Nothing new can be said of the same piece, unless the command has gone elsewhere since.
    const judgement = `${bases.length} ${piece}`;
    if (seen.has(judgement)) continue;
    seen.add(judgement);
    if (!looks && PATCHERS.test(piece)) return unseen();
    const takes = { files: MOVERS.test(piece), root: ROOT_MOVERS.test(piece) };
    let last = "";
    for (const word of shellWords(piece)) {
      const refused = looks ? null : wordRefusal({ word, takes, bases }, world);
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

function wordRefusal({ word, takes, bases }, world) {
  const places = placesOf(word, world, bases);
  const hidden = places.find(
    (file) => isProtected(file, world) || (takes.files && holdsProtected(file, world)),
  );
  if (hidden !== undefined) return hit(hidden);
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
  const all = words.flatMap((word) => [
    word,
    word.replace(/^[-@+!]+/, ""),
    word.replace(/^-[a-z]/i, ""),
  ]);
  return new Set(all.filter(Boolean));
}

/** A protected file that a glob (`.mcp*`, `.mc[p].json`) or a name after a variable (`$PWD/bin`) may mean. */
function hiddenIn(piece, { bases, world }) {
  const bare = piece.replace(/["'\\]/g, "");
  // What `find` puts in the place of `{}` lies in the folder that it names, which is judged as a word.
  const plain = FINDS_IN.test(bare) ? bare.replace(/(?<=\s)\{\}(?=\s|$)/g, " ") : bare;
  const loose = plain.replace(/\{[^{}]*\}/g, "*").replace(/\[[^[\]]*\]/g, "?");
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

function behindVariable(bare, world) {
  const isHere = /pwd|toplevel/i.test(bare);
  for (const [, tail] of bare.matchAll(/(?:\$\w+|[)}`]|~[\w-]*)\/([^\s;&|<>`$(){},=]+)/g)) {
    const parts = tail.split("/").slice(-8);
    for (const at of parts.keys()) {
      const end = parts.slice(at).join("/");
      // Many programs live in some other bin or dist.
      if (!isHere && /^(bin|dist)\//.test(end)) continue;
      if (end.length <= PATH_LIMIT_CHARS && (isProtected(end, world) || holdsTools(end)))
        return hit(end);
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

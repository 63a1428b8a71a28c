/** Other checkouts of the same repository on this machine, as git notes them (gitrepository-layout). */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

/** Nobody has more of them at hand; each costs a comparison for every name. */
const CHECKOUTS_LIMIT = 20;
const NOTE_LIMIT_CHARS = 4_096;

/** Their folders: of a worktree the main checkout and its other worktrees, of a main checkout these. */
export function checkoutsBeside(root) {
  const own = path.join(root, ".git");
  const kind = statSync(own, { throwIfNoEntry: false });
  if (kind === undefined) return [];
  const common = kind.isDirectory() ? own : commonFolder(root, own);
  if (common === null) return [];
  const main = path.basename(common) === ".git" ? [path.dirname(common)] : [];
  const found = [...main, ...worktreesIn(common)].map(real).filter((place) => place !== real(root));
  return [...new Set(found)].slice(0, CHECKOUTS_LIMIT);
}

/** A worktree's `.git` is a file that names its folder among the main checkout's. */
function commonFolder(root, file) {
  const [, folder] = /^gitdir: *(.+?)\s*$/m.exec(noteIn(file)) ?? [];
  if (folder === undefined) return null;
  const place = path.resolve(root, folder);
  const common = noteIn(path.join(place, "commondir")).trim();
  return common === "" ? null : path.resolve(place, common);
}

function worktreesIn(common) {
  let names = [];
  try {
    names = readdirSync(path.join(common, "worktrees"));
  } catch {
    return []; // None was ever made.
  }
  return names.slice(0, CHECKOUTS_LIMIT).flatMap((name) => {
    const file = noteIn(path.join(common, "worktrees", name, "gitdir")).trim();
    return file === "" ? [] : [path.dirname(path.resolve(common, "worktrees", name, file))];
  });
}

function noteIn(file) {
  try {
    return readFileSync(file, "utf8").slice(0, NOTE_LIMIT_CHARS);
  } catch {
    return ""; // Not a worktree of git's own making.
  }
}

function real(place) {
  try {
    return realpathSync(place);
  } catch {
    return place; // It was moved away; its name is still none of ours to write to.
  }
}

/** What a name may mean: paths from the root of the repository, as written and where links lead. */
import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fold } from "./globs.mjs";
import { isInstalled, protectedPatterns } from "./protected.mjs";

/** Nothing on disk has a longer path. */
export const PATH_LIMIT_CHARS = 4_096;
const LINKS_LIMIT = 40;

/**
 * What a judgement knows of the repository: its folders, its links as they are found, its patterns.
 * `elsewhere` are other checkouts of it on this machine: what is protected here is protected there too.
 */
export function worldOf({ root, read, cwd, agent = null, elsewhere = [], develops = false }) {
  const world = { root, read, agent, cwd: path.resolve(root, cwd), links: new Map() };
  const folded = (place) => partsOf(place).map(fold);
  world.roots = [root, physical(root, world)].map(folded);
  world.others = elsewhere.map(folded);
  world.patterns = protectedPatterns(read, { agent, develops });
  world.isProduct = isInstalled(read);
  return world;
}

const partsOf = (place) => (path.sep === "\\" ? place.replaceAll("\\", "/") : place).split("/");

/**
 * Paths from the root with forward slashes, seen from the call's folder and from the root. Empty when
 * the name leads out of the repository, which the clients guard themselves, or is too long for a file.
 */
export function placesOf(raw, world, bases = [world.cwd, world.root]) {
  const places = wholePlaces(raw, world, bases);
  const found = new Set(places.flatMap((place) => world.roots.map((root) => within(root, place))));
  found.delete(null);
  return [...found];
}

/** The same in the other checkouts of the repository; one may stand in another, and the inner one counts. */
export function placesElsewhere(raw, world, bases = [world.cwd, world.root]) {
  if (world.others.length === 0) return [];
  const found = new Set();
  for (const place of wholePlaces(raw, world, bases)) {
    const own = Math.max(0, ...world.roots.map((root) => depthIn(root, place)));
    for (const other of world.others) {
      if (depthIn(other, place) > own) found.add(within(other, place));
    }
  }
  return [...found];
}

/** How deep the folder is in which the place lies; 0 when it lies outside. */
function depthIn(rootParts, place) {
  return within(rootParts, place) === null ? 0 : rootParts.length;
}

function wholePlaces(raw, world, bases) {
  const found = new Set();
  for (const name of readingsOf(raw)) {
    for (const base of bases) {
      const plain = path.resolve(base, name);
      if (plain.length > PATH_LIMIT_CHARS) continue;
      found.add(plain);
      found.add(physical(plain, world));
      // `a/../b` is another file than `b` when `a` is a link; a system takes no longer path as it stands.
      const written = path.isAbsolute(name) ? name : `${base}/${name}`;
      if (name.includes("..") && written.length <= PATH_LIMIT_CHARS)
        found.add(physical(written, world));
    }
  }
  return [...found];
}

/** A name as a client might read it: an address, with percent signs, backslashes, a tilde, spaces around. */
function readingsOf(raw) {
  if (/^\s*https?:\/\//i.test(raw)) return [];
  const isAddress = /^\s*[a-z][a-z0-9+.-]+:\/\//i.test(raw);
  const readings = new Set(isAddress ? [] : [raw, raw.trim()]);
  const also = (change) => {
    for (const name of [...readings]) readings.add(change(name));
  };
  readings.add(raw.trim().replace(/^[a-z][a-z0-9+.-]+:(\/\/[^/\\]*)?/i, ""));
  also((name) => name.replace(/[?#].*$/s, ""));
  also(decoded);
  also((name) => name.replaceAll("\\", "/"));
  // `/c:/x` of an address and `\\?\C:\x` are C:\x.
  also((name) => name.replace(/^\/+([?.]\/)?(?=[a-z]:\/)/i, ""));
  also((name) => (name === "~" || name.startsWith("~/") ? homedir() + name.slice(1) : name));
  readings.delete("");
  return readings;
}

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // Not an encoding after all: the name stands as it is.
  }
}

/** Where a path leads once every link in it is followed, a link to what does not exist yet included. */
function physical(place, world, links = 0) {
  if (links > LINKS_LIMIT) throw new Error(`the links in ${place} lead round in a circle`);
  const { root } = path.parse(place);
  let at = root;
  for (const part of place.slice(root.length).split(path.sep === "\\" ? /[\\/]/ : "/")) {
    if (part === "" || part === ".") continue;
    at = part === ".." ? path.dirname(at) : followed(path.join(at, part), world, links);
  }
  return at;
}

function followed(at, world, links) {
  const known = world.links.get(at);
  if (known !== undefined) return known;
  const to = linkAt(at);
  const place = to === null ? at : physical(path.resolve(path.dirname(at), to), world, links + 1);
  world.links.set(at, place);
  return place;
}

function linkAt(place) {
  try {
    const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return isLink ? readlinkSync(place) : null;
  } catch {
    return null; // A file on the way, a name that is too long, no right to look: nothing to follow.
  }
}

/** The path from the root; null when it is not below it. Compared as the most forgiving disk would. */
export function within(rootParts, place) {
  const parts = partsOf(place);
  if (parts.length <= rootParts.length) return null;
  if (rootParts.some((part, at) => part !== fold(parts[at]))) return null;
  return parts.slice(rootParts.length).map(withoutTail).join("/");
}

/** Some systems drop dots and spaces at the end of a name, and `::$DATA` names the file itself. */
function withoutTail(part) {
  const stream = part.indexOf("::$");
  let end = stream > 0 ? stream : part.length;
  while (end > 0 && (part[end - 1] === "." || part[end - 1] === " ")) end -= 1;
  return end === 0 ? part : part.slice(0, end);
}

/** Whether a value under a key such as `from`, `to` or `name` is meant for a file at all. */
export function isFileLike(value, world) {
  if (value.length > PATH_LIMIT_CHARS || /[\n@]|^(?!file:)[a-z][a-z0-9+.-]+:\/\//i.test(value))
    return false;
  if (/[\\/]|\.[a-z0-9]{1,6}$/i.test(value)) return true;
  return [world.cwd, world.root].some((base) => existsSync(path.resolve(base, value)));
}

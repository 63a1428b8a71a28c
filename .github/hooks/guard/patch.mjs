/** What a file becomes by a patch of the form "*** Begin Patch". */
import { headOf } from "./front-matter.mjs";
import { placesOf } from "./places.mjs";

/**
 * Null when it is not plain what every client would make of it. `isBare`: the patch is the whole input,
 * as Copilot CLI sends it; seen there with 1.0.102: lines that are only added go to the end of the file,
 * or behind the line that `@@` names, of which a part is enough.
 */
export function textAfterPatch(file, patch, { before, world, isBare = false }) {
  const names = ({ file: name, to }) => [name, to ?? name].flatMap((one) => placesOf(one, world));
  const [section, another] = patch.filter((one) => names(one).includes(file));
  if (section === undefined || another !== undefined) return null;
  if (patch.some((one) => one.isOdd) || section.kind === "del") return null;
  const lines = section.lines.filter((line) => !/^\*\*\* End Patch\s*$/.test(line));
  if (section.kind === "upd") {
    if (before === null) return null;
    const isMove = section.to !== null && lines.every((line) => line.trim() === "");
    return isMove ? before : patched(before, hunksOf(lines), isBare);
  }
  return lines.every((line) => line.startsWith("+"))
    ? lines.map((line) => `${line.slice(1)}\n`).join("")
    : null;
}

/**
 * A hunk that can only land in the body leaves the front matter as it is, wherever in the body a client
 * puts it; only what the guard judges has to be known to the letter. Null unless one of both is sure.
 */
function patched(before, hunks, isBare) {
  if (hunks === null) return null;
  const old = before.replaceAll("\r\n", "\n").split("\n");
  const body = bodyStart(before, old);
  const file = { old, oldLoose: old.map(loose), body };
  const isBody = hunks.every((hunk, at) => staysInBody(hunk, file, { isBare, isFirst: at === 0 }));
  return isBody ? before : exactly(hunks, file);
}

/** The first line behind the front matter; where there is none, behind the first line that says so. */
function bodyStart(before, old) {
  const head = headOf(before);
  if (!head.end) return old.length + 1;
  if (head.keys !== null && head.keys.size > 0) return old.indexOf("---", 1) + 1;
  const first = old.findIndex((line) => line.trim() !== "");
  return first === -1 ? old.length + 1 : first + 1;
}

function staysInBody({ anchor, from, isEnd }, { old, oldLoose, body }, { isBare, isFirst }) {
  const isNamed = anchor !== "";
  // A client may look for the hunk from the named line on, or from the beginning when it is not there.
  if (isNamed && !placesOfAnchor(anchor, old).every((at) => at >= body - 1)) return false;
  const short = trimmed(from);
  if (short.length === 0) {
    if (isNamed) return from.length === 0 && placesOfAnchor(anchor, old).length > 0;
    return from.length === 0 && old.length >= body && (isBare || isEnd || !isFirst);
  }
  const lead = from.findIndex((line) => line.trim() !== "");
  const places = matches(short.map(loose), oldLoose).map((at) => at - lead);
  const isThere = (line, at) => (old[at] ?? "").trim() === line.trim();
  const isSure = places.some((at) => from.every((line, on) => isThere(line, at + on)));
  return isSure && places.every((at) => at >= body);
}

/** Lines without the empty ones around them, which a client may pass over. */
function trimmed(lines) {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}

function placesOfAnchor(anchor, old) {
  const wanted = loose(anchor);
  return [...old.keys()].filter((at) => wanted !== "" && loose(old[at]).includes(wanted));
}

/** Null unless the old lines of every hunk stand in the file exactly once, in order, so that all clients agree. */
function exactly(hunks, { old, oldLoose }) {
  const result = [];
  let done = 0;
  for (const { from, to } of hunks) {
    const at = onlyPlaceOf(from, { old, oldLoose });
    if (at < done) return null;
    result.push(old.slice(done, at), to);
    done = at + from.length;
  }
  return [...result.flat(), ...old.slice(done)].join("\n");
}

/** Null when a line is none of a patch. */
function hunksOf(lines) {
  const hunks = [];
  const begin = (anchor) => hunks.push({ anchor, from: [], to: [], isEnd: false });
  for (const line of lines) {
    if (line.startsWith("@@")) begin(line.slice(2).trim());
    else if (/^\*\*\* End of File\s*$/.test(line)) {
      if (hunks.length === 0) return null;
      hunks.at(-1).isEnd = true;
    } else {
      if (hunks.length === 0) begin("");
      const sign = line === "" ? " " : line[0];
      if (!" +-".includes(sign)) return null;
      if (sign !== "+") hunks.at(-1).from.push(line.slice(1));
      if (sign !== "-") hunks.at(-1).to.push(line.slice(1));
    }
  }
  return hunks.length === 0 ? null : hunks;
}

/** A line as the most forgiving client compares it. */
const loose = (line) => line.trim().replace(/[^\w\s]/g, ".");

/** Where these lines stand, one after the other. */
function matches(keys, lines) {
  const places = [];
  for (let at = lines.indexOf(keys[0]); at !== -1; at = lines.indexOf(keys[0], at + 1)) {
    if (keys.every((key, on) => lines[at + on] === key)) places.push(at);
  }
  return places;
}

/** Where the lines stand; -1 when nowhere, or when a forgiving search would find them twice. */
function onlyPlaceOf(wanted, { old, oldLoose }) {
  const short = wanted.slice(0, wanted.findLastIndex((line) => line.trim() !== "") + 1);
  if (short.length === 0 || short.length > old.length) return -1;
  const [place = -1, another] = matches(short.map(loose), oldLoose);
  if (another !== undefined) return -1;
  const isThere = (line, on) => old[place + on]?.trimEnd() === line.trimEnd();
  return wanted.every(isThere) ? place : -1;
}

/** What a file becomes by a patch of the form "*** Begin Patch". */
import { placesOf } from "./places.mjs";

/** Null when it is not plain what every client would make of it. */
export function textAfterPatch(file, patch, { before, world }) {
  const names = ({ file: name, to }) => [name, to ?? name].flatMap((one) => placesOf(one, world));
  const [section, another] = patch.filter((one) => names(one).includes(file));
  if (section === undefined || another !== undefined) return null;
  const isOdd = patch.some((one) => one.isOdd) || section.to !== null;
  const lines = section.lines.filter((line) => !/^\*\*\* End /.test(line));
  if (isOdd || section.kind === "del") return null;
  if (section.kind === "upd") return before === null ? null : patched(before, lines);
  return lines.every((line) => line.startsWith("+"))
    ? lines.map((line) => `${line.slice(1)}\n`).join("")
    : null;
}

/** Null unless the old lines of every hunk stand in the file exactly once, in order, so that all clients agree. */
function patched(before, lines) {
  const old = before.replaceAll("\r\n", "\n").split("\n");
  const oldLoose = old.map(loose);
  const result = [];
  let done = 0;
  for (const hunk of hunksOf(lines)) {
    const at = hunk === null ? -1 : onlyPlaceOf(hunk.from, { old, oldLoose });
    if (at < done) return null;
    result.push(old.slice(done, at), hunk.to);
    done = at + hunk.from.length;
  }
  return [...result.flat(), ...old.slice(done)].join("\n");
}

function hunksOf(lines) {
  const hunks = [];
  for (const line of lines) {
    if (line.startsWith("@@")) hunks.push({ from: [], to: [] });
    else {
      if (hunks.length === 0) hunks.push({ from: [], to: [] });
      const sign = line === "" ? " " : line[0];
      if (!" +-".includes(sign)) return [null];
      if (sign !== "+") hunks.at(-1).from.push(line.slice(1));
      if (sign !== "-") hunks.at(-1).to.push(line.slice(1));
    }
  }
  return hunks.length === 0 ? [null] : hunks;
}

/** A line as the most forgiving client compares it. */
const loose = (line) => line.trim().replace(/[^\w\s]/g, ".");

/** Where the lines stand; -1 when nowhere, or when a forgiving search would find them twice. */
function onlyPlaceOf(wanted, { old, oldLoose }) {
  const short = wanted.slice(0, wanted.findLastIndex((line) => line.trim() !== "") + 1);
  if (short.length === 0 || short.length > old.length) return -1;
  const keys = short.map(loose);
  let place = -1;
  for (let at = oldLoose.indexOf(keys[0]); at !== -1; at = oldLoose.indexOf(keys[0], at + 1)) {
    if (!keys.every((key, on) => oldLoose[at + on] === key)) continue;
    if (place !== -1) return -1;
    place = at;
  }
  return wanted.every((line, on) => old[place + on] === line) ? place : -1;
}

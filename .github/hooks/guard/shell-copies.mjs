/** Copies and archives that leave what they take where it is: only the place that they write is judged. */
import path from "node:path";
import { HOLE } from "./shell-text.mjs";

const COPY = /^cp(\s+-[aRrpvfnTHLPu]+)*(\s+[^\s-]\S*){2,}$/;
const ARCHIVE = /^(?:tar\s+-?c[vzjJ]*f|zip(?:\s+-[rqj9y]+)*)\s+([^\s-]\S*)((?:\s+[^\s-]\S*)+)$/;

/**
 * What is judged in the place of such a command, with the signs of what a shell puts into the name; null
 * when it is none.
 */
export function copyTarget(calm) {
  if (/[$\ue001-\ue003*?[\]{}~]/.test(calm)) return null;
  const command = calm.replace(/["']/g, "");
  const [, archive = "", taken = ""] = ARCHIVE.exec(command) ?? [];
  if (archive !== "" && !taken.includes(HOLE)) return `cp ${archive}`;
  if (command.includes(HOLE)) return null;
  if (!COPY.test(command)) return null;
  const [name, ...words] = command.split(/\s+/);
  const options = words.filter((word) => word.startsWith("-"));
  const places = words.filter((word) => !word.startsWith("-"));
  const target = places.at(-1) ?? "";
  const inside = places.slice(0, -1).map((from) => `${target}/${path.basename(from)}`);
  return [name, ...options, target, ...inside].join(" ");
}

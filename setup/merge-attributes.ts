/** The lines that tell git which files our merge driver merges. They are committed, the driver is not. */
import { DRIVER_NAME, MERGED_FILES } from "../files/merge-driver.ts";
import { appendLines } from "./append-sections.ts";
import { type Change, toText } from "./change.ts";

export const ATTRIBUTES_FILE = ".gitattributes";

/** What is missing is added below; a line of the founder's own about merging such a file stays. */
export function attributesChange(now: string | null): Change[] {
  const own = (now ?? "").split(/\r?\n/).map((line) => line.trim().split(/\s+/));
  const isGiven = (file: string) =>
    own.some(
      ([pattern, ...attributes]) =>
        pattern?.replace(/^\//, "") === file &&
        attributes.some((attribute) => /^[-!]?merge(=|$)/.test(attribute)),
    );
  const lines = MERGED_FILES.filter((file) => !isGiven(file)).map(driverLine);
  if (lines.length === 0) return [];
  const text = appendLines(now ?? "", lines);
  return toText(ATTRIBUTES_FILE, now, { text, note: "git merges the memory with hq" });
}

/** The same, of the files that were found; where something stands that is no text, no line is added. */
export function attributesChanges(
  files: ReadonlyMap<string, string>,
  others: ReadonlySet<string>,
): Change[] {
  if (!others.has(ATTRIBUTES_FILE)) return attributesChange(files.get(ATTRIBUTES_FILE) ?? null);
  const lines = MERGED_FILES.map(driverLine).join(" and ");
  return [{ kind: "keep", path: ATTRIBUTES_FILE, note: `no text; add by hand: ${lines}` }];
}

function driverLine(file: string): string {
  return `${file} merge=${DRIVER_NAME}`;
}

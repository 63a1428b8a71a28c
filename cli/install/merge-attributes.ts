/** The lines that tell git which files our merge driver merges. They are committed, the driver is not. */
import { appendLines } from "./append-sections.ts";
import { type Change, toText } from "./change.ts";

export const ATTRIBUTES_FILE = ".gitattributes";
/** As in `merge.<name>.driver` of git's configuration. */
export const DRIVER_NAME = "hq-memory";
export const MERGED_FILES = ["memory.jsonl", "memory.origins.jsonl"];

/** What is missing is added below; a line of the founder's own about merging such a file stays. */
export function attributesChange(now: string | null): Change[] {
  const own = (now ?? "").split(/\r?\n/).map((line) => line.trim().split(/\s+/));
  const isGiven = (file: string) =>
    own.some(
      ([pattern, ...attributes]) =>
        pattern?.replace(/^\//, "") === file &&
        attributes.some((attribute) => /^[-!]?merge(=|$)/.test(attribute)),
    );
  const lines = MERGED_FILES.filter((file) => !isGiven(file)).map(
    (file) => `${file} merge=${DRIVER_NAME}`,
  );
  if (lines.length === 0) return [];
  const text = appendLines(now ?? "", lines);
  return toText(ATTRIBUTES_FILE, now, { text, note: "git merges the memory with hq" });
}

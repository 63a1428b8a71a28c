/** The lines that keep the machine's own state of a company out of git. */
import { appendLines } from "./append-sections.ts";
import { type Change, toText } from "./change.ts";

export const IGNORE_FILE = ".gitignore";
const LINES = [".hq/", ".memory/"];

/** What is missing is added below; where something stands that is no text, no line is added. */
export function ignoreChanges(
  files: ReadonlyMap<string, string>,
  others: ReadonlySet<string>,
): Change[] {
  if (others.has(IGNORE_FILE)) {
    return [
      { kind: "keep", path: IGNORE_FILE, note: `no text; add by hand: ${LINES.join(" and ")}` },
    ];
  }
  const now = files.get(IGNORE_FILE) ?? null;
  const text = appendLines(now ?? "", LINES);
  return toText(IGNORE_FILE, now, { text, note: "local state ignored" });
}

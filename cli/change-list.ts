/** Change lists as text for a terminal and as JSON. */
import { KIT_FOLDER } from "../files/root.ts";
import { type Change, effective } from "../setup/change.ts";
import { unifiedDiff } from "../setup/unified-diff.ts";
import type { Io } from "./context.ts";
import { colors, plain } from "./output.ts";

/** What `--json` says of one change. */
export interface ChangeRow {
  path: string;
  kind: Change["kind"];
  note: string | null;
}

/** Every change as a row, in the order of the paths. */
export function changeRows(changes: readonly Change[]): ChangeRow[] {
  return [...changes]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((change) => ({
      path: change.path,
      kind: change.kind,
      note: change.kind === "create" ? null : change.note,
    }));
}

/** One line for each file; the machinery under `.hq-kit/` is counted, not listed. */
export function changeList(io: Io, changes: readonly Change[]): string {
  const c = colors(io);
  const mark = { create: c.green("+"), merge: c.yellow("~"), remove: c.red("-"), keep: c.dim("=") };
  const shown = changeRows(changes).filter(
    ({ path, kind }) => kind === "keep" || !isMachinery(path),
  );
  const hidden = effective(changes).filter(({ path }) => isMachinery(path)).length;
  const lines = shown.map(({ path, kind, note }) => {
    return `  ${mark[kind]} ${plain(path)}${note === null ? "" : c.dim(` (${plain(note)})`)}`;
  });
  if (hidden > 0) lines.push(c.dim(`  and ${hidden} files under ${KIT_FOLDER}/`));
  return lines.map((line) => `${line}\n`).join("");
}

/** Unified diffs of the files that get another text. */
export function changeDiffs(changes: readonly Change[]): string {
  return changes
    .filter((change) => change.kind === "merge" && !isMachinery(change.path))
    .map((change) =>
      change.kind === "merge" ? plain(unifiedDiff(change.path, change.before, change.text)) : "",
    )
    .join("\n");
}

function isMachinery(path: string): boolean {
  const inFolder = path.startsWith(`${KIT_FOLDER}/`);
  return (
    inFolder &&
    !path.startsWith(`${KIT_FOLDER}/conflicts/`) &&
    !path.startsWith(`${KIT_FOLDER}/removed/`)
  );
}

/** What all legs of a run changed together, and what failed in them. */
import type { ChangedFile, RunTrace, ToolFailure } from "../../ledger/traces.ts";

export interface WholeTrace extends Omit<RunTrace, "leg" | "at" | "snapshots"> {
  /** Whether git kept what the files were before and after each leg. */
  isKept: boolean;
}

/** null for no leg. */
export function wholeTrace(legs: readonly RunTrace[]): WholeTrace | null {
  const [first] = legs;
  if (first === undefined) return null;
  const notes = new Set(legs.flatMap(({ snapshotNote }) => snapshotNote ?? []));
  const sum = (of: (leg: RunTrace) => number) => legs.reduce((all, leg) => all + of(leg), 0);
  return {
    run: first.run,
    files: filesOf(legs),
    // Files of two legs that are not listed one by one may be the same.
    fileCount: Math.max(filesOf(legs).length, ...legs.map(({ fileCount }) => fileCount)),
    memory: [...new Set(legs.flatMap(({ memory }) => memory))].sort((a, b) => a - b),
    isKept: legs.every(({ snapshots }) => snapshots !== null),
    snapshotNote: notes.size === 0 ? null : [...notes].join(" "),
    tools: {
      calls: sum(({ tools }) => tools.calls),
      refused: sum(({ tools }) => tools.refused),
      failed: sum(({ tools }) => tools.failed),
    },
    failures: failuresOf(legs),
  };
}

/** By path; of a file that several legs changed, from what it was before to what it is after all of them. */
function filesOf(legs: readonly RunTrace[]): ChangedFile[] {
  const found = new Map<string, ChangedFile>();
  for (const file of legs.flatMap(({ files }) => files)) {
    const before = found.get(file.path);
    if (before?.change === "added" && file.change === "removed") {
      found.delete(file.path);
      continue;
    }
    found.set(file.path, {
      path: file.path,
      change: before === undefined ? file.change : changeOf(before.change, file.change),
      named: file.named || before?.named === true,
    });
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function changeOf(
  first: ChangedFile["change"],
  last: ChangedFile["change"],
): ChangedFile["change"] {
  if (first === "added") return "added";
  return last === "removed" ? "removed" : "changed";
}

function failuresOf(legs: readonly RunTrace[]): ToolFailure[] {
  const found = new Map<string, ToolFailure>();
  for (const failure of legs.flatMap(({ failures }) => failures)) {
    const key = JSON.stringify([failure.tool, failure.text]);
    const known = found.get(key);
    found.set(key, { ...failure, times: failure.times + (known?.times ?? 0) });
  }
  return [...found.values()].sort((a, b) => b.times - a.times);
}

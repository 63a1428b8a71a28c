/** Where git keeps what the files were around a run: refs of ours, which no branch and no push knows. */

/** Before and after one of its legs. */
export function legRef(run: string, leg: number, moment: "before" | "after"): string {
  return `${runRefs(run)}leg-${leg}/${moment}`;
}

/** When it was taken back. */
export function undoneRef(run: string): string {
  return `${runRefs(run)}undone`;
}

/** What all of them begin with. */
export function runRefs(run: string): string {
  return `refs/hq/runs/${run}/`;
}

import { diffIndices } from "node-diff3";

const CONTEXT_LINES = 2;

interface Hunk {
  before: [start: number, length: number];
  after: [start: number, length: number];
}

/** A unified diff of two texts with two lines of context; empty when they are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const a = before.split("\n");
  const b = after.split("\n");
  const hunks = diffIndices(a, b).map(({ buffer1, buffer2 }): Hunk => {
    return { before: buffer1, after: buffer2 };
  });
  if (hunks.length === 0) return "";
  const shown = grouped(hunks).map((group) => hunkLines(group, a, b));
  return `${[`--- ${path}`, `+++ ${path}`, ...shown.flat()].join("\n")}\n`;
}

/** Hunks whose context would overlap are shown as one. */
function grouped(hunks: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const previous = groups.at(-1)?.at(-1);
    const gap = previous && hunk.before[0] - (previous.before[0] + previous.before[1]);
    if (gap !== undefined && gap <= 2 * CONTEXT_LINES) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function hunkLines(group: readonly Hunk[], a: readonly string[], b: readonly string[]): string[] {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return [];
  const start = Math.max(0, first.before[0] - CONTEXT_LINES);
  const end = Math.min(a.length, last.before[0] + last.before[1] + CONTEXT_LINES);
  const lines: string[] = [];
  let at = start;
  let removed = 0;
  let added = 0;
  for (const { before, after } of group) {
    lines.push(...a.slice(at, before[0]).map((line) => ` ${line}`));
    lines.push(...a.slice(before[0], before[0] + before[1]).map((line) => `-${line}`));
    lines.push(...b.slice(after[0], after[0] + after[1]).map((line) => `+${line}`));
    at = before[0] + before[1];
    removed += before[1];
    added += after[1];
  }
  lines.push(...a.slice(at, end).map((line) => ` ${line}`));
  const length = end - start;
  const afterStart = first.after[0] - (first.before[0] - start);
  return [`@@ -${start + 1},${length} +${afterStart + 1},${length - removed + added} @@`, ...lines];
}

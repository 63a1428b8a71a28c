/** What a change of the board took out and put in, and the board without it. */
import { diffArrays } from "diff";
import { isBlank, joinLines, splitLines, type TextLine } from "./lines.ts";
import { parseBoard } from "./parse.ts";
import { BOARD_FILE } from "./task.ts";

/** Neighbouring lines that a change took out and put in; where something was only taken out, what stands around it. */
export interface BoardHunk {
  removed: readonly string[];
  added: readonly string[];
  /** Index in the board after the change. */
  at: number;
  /** The heading over it. */
  under: string | null;
  /** The nearest line before it and behind it that says something. */
  before: string | null;
  behind: string | null;
}

export type TakenBack =
  | { kind: "text"; text: string }
  /** A line that the change wrote is not there any more as it was, or its place is gone. */
  | { kind: "changed-since"; line: string }
  /** Another task has its id by now. */
  | { kind: "id-taken"; id: string };

/** What makes `after` out of `before`. */
export function boardHunks(before: string, after: string): BoardHunk[] {
  const old = textsOf(before);
  const hunks: BoardHunk[] = [];
  let oldAt = 0;
  let newAt = 0;
  let open: { removed: string[]; added: string[]; oldAt: number; at: number } | null = null;
  const close = () => {
    if (open === null) return;
    const { removed, added, at } = open;
    const around = surroundings(old, open.oldAt, open.oldAt + removed.length);
    hunks.push({ removed, added, at, ...around });
    open = null;
  };
  for (const { added = false, removed = false, value } of diffArrays(old, textsOf(after))) {
    if (!added && !removed) {
      close();
      oldAt += value.length;
      newAt += value.length;
      continue;
    }
    open ??= { removed: [], added: [], oldAt, at: newAt };
    (added ? open.added : open.removed).push(...value);
    if (added) newAt += value.length;
    else oldAt += value.length;
  }
  close();
  return hunks;
}

/** The board without the change, wherever its lines stand by now; every other byte stays. */
export function takeBack(text: string, hunks: readonly BoardHunk[]): TakenBack {
  const before = splitLines(text);
  const lines = [...before.lines];
  for (const hunk of hunks.toReversed()) {
    const missing = applyBack(lines, hunk);
    if (missing !== null) return { kind: "changed-since", line: missing };
  }
  const after = joinLines({ mark: before.mark, lines }, before);
  const doubled = doubledId(text, after);
  return doubled === null ? { kind: "text", text: after } : { kind: "id-taken", id: doubled };
}

/** The line that is not there any more; null when the hunk is out of the lines. */
function applyBack(lines: TextLine[], hunk: BoardHunk): string | null {
  const { removed, added, at } = hunk;
  const put = (texts: readonly string[]) => texts.map((text) => ({ text, end: "" }));
  if (added.length > 0) {
    const whole = findBlock(lines, added, at);
    if (whole !== null) {
      lines.splice(whole, added.length, ...put(removed));
      return null;
    }
    // Blank lines around it came and went; the lines that say something count.
    const core = withoutBlankEnds(added);
    const found = core.length === 0 ? null : findBlock(lines, core, at);
    if (found !== null) {
      lines.splice(found, core.length, ...put(withoutBlankEnds(removed)));
      return null;
    }
    if (core.length > 0) return firstMissing(lines, core);
    if (withoutBlankEnds(removed).length === 0) return null;
  }
  const place = placeFor(lines, hunk);
  if (place === null) return hunk.under ?? hunk.before ?? removed[0] ?? "";
  lines.splice(place, 0, ...put(removed));
  return null;
}

/** Where what was only taken out stood: beside its neighbours, else at the end of its section. */
function placeFor(
  lines: readonly TextLine[],
  { under, before, behind, at }: BoardHunk,
): number | null {
  const isUnder = (index: number) => under === null || headingOver(textsIn(lines), index) === under;
  const near = (wanted: string | null) =>
    wanted === null
      ? undefined
      : indexesOf(lines, [wanted])
          .filter((index) => wanted === under || isUnder(index))
          .sort((one, other) => Math.abs(one - at) - Math.abs(other - at))[0];
  const after = near(before);
  const ahead = near(behind);
  // Blank lines between it and its neighbour are theirs as before.
  if (after !== undefined && ahead !== undefined && ahead > after) {
    return Math.min(Math.max(at, after + 1), ahead);
  }
  if (after !== undefined) return after + 1;
  if (ahead !== undefined) return ahead;
  const heading = near(under);
  if (heading === undefined) return under === null ? lines.length : null;
  let end = heading + 1;
  while (end < lines.length && !isHeading(lines[end]?.text ?? "")) end += 1;
  while (end > heading + 1 && isBlank(lines[end - 1])) end -= 1;
  return end;
}

function surroundings(
  lines: readonly string[],
  from: number,
  to: number,
): Pick<BoardHunk, "under" | "before" | "behind"> {
  const says = (text: string) => text.trim() !== "";
  return {
    under: headingOver(lines, from),
    before: lines.slice(0, from).findLast(says) ?? null,
    behind: lines.slice(to).find(says) ?? null,
  };
}

function headingOver(lines: readonly string[], at: number): string | null {
  return lines.slice(0, at).findLast(isHeading) ?? null;
}

function isHeading(text: string): boolean {
  return /^#{1,6}[ \t]/.test(text);
}

/** The nearest place at which the lines stand one after the other. */
function findBlock(
  lines: readonly TextLine[],
  wanted: readonly string[],
  at: number,
): number | null {
  const found = indexesOf(lines, wanted);
  return found.sort((one, other) => Math.abs(one - at) - Math.abs(other - at))[0] ?? null;
}

function indexesOf(lines: readonly TextLine[], wanted: readonly string[]): number[] {
  return [...lines.keys()].filter((index) =>
    wanted.every((text, offset) => lines[index + offset]?.text === text),
  );
}

function firstMissing(lines: readonly TextLine[], wanted: readonly string[]): string {
  const there = new Set(textsIn(lines));
  return wanted.find((text) => !there.has(text)) ?? wanted[0] ?? "";
}

function withoutBlankEnds(texts: readonly string[]): readonly string[] {
  const says = (text: string) => text.trim() !== "";
  const first = texts.findIndex(says);
  return first === -1 ? [] : texts.slice(first, texts.findLastIndex(says) + 1);
}

/** An id that stands twice in `after` and did not before. */
function doubledId(before: string, after: string): string | null {
  const known = new Set(doubledIn(before));
  return doubledIn(after).find((id) => !known.has(id)) ?? null;
}

function doubledIn(text: string): string[] {
  const ids = parseBoard(text, BOARD_FILE).board.tasks.map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function textsOf(text: string): string[] {
  return textsIn(splitLines(text).lines);
}

function textsIn(lines: readonly TextLine[]): string[] {
  return lines.map(({ text }) => text);
}

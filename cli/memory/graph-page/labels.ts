/**
 * Which titles stand on the map, and where: those of the most important entities first, none over another,
 * over the mark of another or across an edge. Pure, and quick enough for every frame.
 */

/** In pixels from the left and the top of the map. */
export interface Rect {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The mark of an entity. */
export interface Mark {
  id: number;
  x: number;
  y: number;
  /** Half its width. */
  radius: number;
  /** What the map is about, or is looked at: its title rather stands over a few small marks than nowhere. */
  isMust?: boolean;
}

export interface Wish extends Mark {
  width: number;
  height: number;
}

export interface PlacedLabel extends Rect {
  id: number;
  side: Side;
}

export type Side = "below" | "right" | "left" | "above" | "middle";

export interface Ground {
  width: number;
  height: number;
  /** Where other things lie over the map: its buttons. */
  taken: readonly Rect[];
  marks: readonly Mark[];
}

/** Free pixels around each label, and between a label and the edge. */
const GAP = 3;
const EDGE = 4;
const CELL = 64;
/** More titles than this are a wall of text, and time in each frame. */
const LABELS_LIMIT = 160;
/** Wishes that are looked at: what is far down the order has little chance and costs as much. */
const LOOKED_AT = 800;
/** Marks that a label may cover where it must stand. */
const COVERED_LIMIT = 12;
const SIDES: readonly Side[] = ["below", "right", "left", "above"];

/** The labels that have room; `wishes` in the order of their importance. */
export function placeLabels(
  wishes: Iterable<Wish>,
  { width, height, taken, marks }: Ground,
): PlacedLabel[] {
  const labels = cells<Rect>();
  const dots = cells<Rect & Pick<Mark, "id" | "isMust">>();
  for (const rect of taken) labels.add(rect);
  for (const mark of marks)
    dots.add({ id: mark.id, isMust: mark.isMust === true, ...around(mark) });
  const isFree = (rect: Rect) =>
    isInside(rect, { width, height }) && !labels.some(rect, () => true);
  const coveredBy = (rect: Rect, id: number) => {
    let covered = 0;
    const seen = new Set<number>();
    dots.some(rect, (dot) => {
      if (dot.id !== id && !seen.has(dot.id)) covered += dot.isMust ? Number.POSITIVE_INFINITY : 1;
      seen.add(dot.id);
      return false;
    });
    return covered;
  };
  const placed: PlacedLabel[] = [];
  let looked = 0;
  for (const wish of wishes) {
    if (placed.length >= LABELS_LIMIT || ++looked > LOOKED_AT) break;
    let best: { covered: number; label: PlacedLabel } | null = null;
    for (const side of SIDES) {
      const rect = standing(wish, side);
      if (!isFree(rect)) continue;
      const covered = coveredBy(rect, wish.id);
      if (covered > (wish.isMust ? COVERED_LIMIT : 0) || covered >= (best?.covered ?? covered + 1))
        continue;
      best = { covered, label: { id: wish.id, side, ...rect } };
      if (covered === 0) break;
    }
    if (best === null) continue;
    placed.push(best.label);
    labels.add(best.label);
  }
  return placed;
}

/** Words on lines, such as what a relation is called: in the middle, where nothing else stands. */
export function placeOnLines(
  wishes: Iterable<Wish>,
  ground: Ground,
  labels: readonly Rect[],
): PlacedLabel[] {
  const all = cells<Rect>();
  for (const rect of [...ground.taken, ...labels, ...ground.marks.map(around)]) all.add(rect);
  const placed: PlacedLabel[] = [];
  for (const wish of wishes) {
    const rect = standing(wish, "middle");
    if (!isInside(rect, ground) || all.some(rect, () => true)) continue;
    placed.push({ id: wish.id, side: "middle", ...rect });
    all.add(rect);
  }
  return placed;
}

function isInside(
  { left, top, width, height }: Rect,
  ground: { width: number; height: number },
): boolean {
  return (
    left >= EDGE &&
    top >= EDGE &&
    left + width <= ground.width - EDGE &&
    top + height <= ground.height - EDGE
  );
}

function around({ x, y, radius }: Mark): Rect {
  return { left: x - radius, top: y - radius, width: 2 * radius, height: 2 * radius };
}

function standing({ x, y, radius, width, height }: Wish, side: Side): Rect {
  const away = radius + GAP;
  const middle = { left: x - width / 2, top: y - height / 2 };
  const place = {
    below: { ...middle, top: y + away },
    above: { ...middle, top: y - away - height },
    right: { ...middle, left: x + away },
    left: { ...middle, left: x - away - width },
    middle,
  }[side];
  return { ...place, width, height };
}

interface Cells<One extends Rect> {
  add(rect: One): void;
  /** Whether one of those that the rectangle touches, with the gap around it, is such a one. */
  some(rect: Rect, isSuch: (one: One) => boolean): boolean;
}

/** Rectangles by the squares of a grid in which they lie. */
function cells<One extends Rect>(): Cells<One> {
  const grid = new Map<number, One[]>();
  const each = ({ left, top, width, height }: Rect, visit: (key: number) => boolean): boolean => {
    for (let x = Math.floor(left / CELL); x <= Math.floor((left + width) / CELL); x++) {
      for (let y = Math.floor(top / CELL); y <= Math.floor((top + height) / CELL); y++) {
        if (visit(x * 65_536 + y)) return true;
      }
    }
    return false;
  };
  return {
    add: (rect) =>
      void each(rect, (key) => {
        const list = grid.get(key);
        if (list === undefined) grid.set(key, [rect]);
        else list.push(rect);
        return false;
      }),
    some: (rect, isSuch) => {
      const wide = {
        left: rect.left - GAP,
        top: rect.top - GAP,
        width: rect.width + 2 * GAP,
        height: rect.height + 2 * GAP,
      };
      return each(
        wide,
        (key) => grid.get(key)?.some((one) => meet(wide, one) && isSuch(one)) === true,
      );
    },
  };
}

function meet(one: Rect, other: Rect): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

/** A title in lines of so many characters, cut between words; the last one ends in an ellipsis if more follows. */
export function linesOf(title: string, chars: number, most: number): string[] {
  const lines: string[] = [];
  let words = title.split(" ").filter(Boolean);
  while (words.length > 0 && lines.length < most) {
    let taken = 1;
    while (taken < words.length && words.slice(0, taken + 1).join(" ").length <= chars) taken += 1;
    const line = words.slice(0, taken).join(" ");
    words = words.slice(taken);
    if (line.length > chars) {
      // One long word, such as a path: what does not fit goes on in the next line.
      const [head, rest] = parted(line, chars);
      lines.push(head);
      words.unshift(rest);
    } else lines.push(line);
  }
  if (words.length > 0) lines.push(withEllipsis(lines.pop() ?? "", chars));
  return lines;
}

/** In two, behind a sign that joins words where there is one. */
function parted(word: string, chars: number): [string, string] {
  const letters = [...word];
  const head = letters.slice(0, chars).join("");
  const joint = /^.*[-/_.:]/.exec(head)?.[0] ?? "";
  const first = joint.length > chars / 3 ? joint : head;
  return [first, word.slice(first.length)];
}

/** Cut behind a word, unless that would leave nearly nothing of the line. */
function withEllipsis(line: string, chars: number): string {
  const letters = [...line];
  let head = line;
  if (letters.length >= chars) {
    head = letters.slice(0, chars - 1).join("");
    const space = head.lastIndexOf(" ");
    if (letters[chars - 1] !== " " && space > chars / 3) head = head.slice(0, space);
  }
  return `${head.replace(/[\s,;:–—-]+$/u, "")}…`;
}

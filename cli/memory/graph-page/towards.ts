/** The next entity in a direction, for those who walk over the map by the arrow keys. */

export type Direction = "left" | "right" | "up" | "down";

interface Place {
  id: number;
  x: number;
  y: number;
}

/** What lies aside counts as so much farther. */
const ASIDE = 2;

/** In pixels from the left and the top; null when nothing lies there. */
export function nearestTowards(
  from: Place,
  all: readonly Place[],
  direction: Direction,
): number | null {
  let best: { id: number; cost: number } | null = null;
  for (const { id, x, y } of all) {
    const [right, down] = [x - from.x, y - from.y];
    const ahead = { left: -right, right, up: -down, down }[direction];
    const aside = Math.abs(direction === "left" || direction === "right" ? down : right);
    // A quarter of the ground belongs to each direction.
    if (id === from.id || ahead <= 0 || aside > ahead) continue;
    const cost = ahead + ASIDE * aside;
    if (best === null || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}

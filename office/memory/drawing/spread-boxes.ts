/** A box around its middle. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Enough for 400 boxes in twice their room; what still overlaps then is left to the page. */
const ROUNDS = 300;
/** Of an overlap, each round takes away so much: less trembles less. */
const STEP = 0.5;

/** Moves boxes apart until none lies over another, each the shorter way; their order stays. */
export function spreadBoxes(boxes: Box[]): void {
  for (let round = 0; round < ROUNDS; round++) {
    let isQuiet = true;
    for (const [place, one] of boxes.entries()) {
      for (let next = place + 1; next < boxes.length; next++) {
        if (pushedApart(one, boxes[next] as Box)) isQuiet = false;
      }
    }
    if (isQuiet) return;
  }
}

/** True when they had to be moved. */
function pushedApart(one: Box, other: Box): boolean {
  const [right, down] = [other.x - one.x, other.y - one.y];
  const overX = (one.width + other.width) / 2 - Math.abs(right);
  const overY = (one.height + other.height) / 2 - Math.abs(down);
  if (overX <= 0.5 || overY <= 0.5) return false;
  // As part of the boxes: to pass a wide title up or down is the shorter way.
  if (overX / (one.width + other.width) < overY / (one.height + other.height)) {
    const by = ((right < 0 ? -1 : 1) * (overX + 0.5) * STEP) / 2;
    one.x -= by;
    other.x += by;
  } else {
    const by = ((down < 0 ? -1 : 1) * (overY + 0.5) * STEP) / 2;
    one.y -= by;
    other.y += by;
  }
  return true;
}

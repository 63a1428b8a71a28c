/**
 * Where each entity stands on the map. Computed here and written into the page, so that a browser
 * shows ten thousand entities at once and at rest. The same memory gives the same map.
 */
import { DirectedGraph } from "graphology";
import forceAtlas2Module from "graphology-layout-forceatlas2";
import { type Box, spreadBoxes } from "./spread-boxes.ts";

// The package is CommonJS: what its types call the default export is the module itself.
const forceAtlas2 = forceAtlas2Module as unknown as typeof forceAtlas2Module.default;

export interface Layout {
  x: Float64Array;
  y: Float64Array;
}

export interface Drawn {
  /** Type of each entity, as a number. */
  types: readonly number[];
  /** Ends of each relation, as indexes of entities. */
  edges: readonly (readonly [from: number, to: number])[];
  /** Characters of each entity's title. */
  titleChars: readonly number[];
}

/** Room for one entity: the map is in units of about one entity's distance from the next. */
const SPACING = 1.6;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * What hangs together is laid out by forces, and where it is little each entity gets room for its title.
 * What is tied to nothing stands in no map but in the page's list: it stays at the origin here. From
 * 30,000 related entities on, these stand in discs by type: forces would take minutes.
 */
export function layOut(drawn: Drawn): Layout {
  const { types, edges } = drawn;
  const layout = { x: new Float64Array(types.length), y: new Float64Array(types.length) };
  const pairs = edges.filter(([from, to]) => from !== to);
  const core = [...new Set(pairs.flat())].toSorted((a, b) => a - b);
  if (core.length === 0) return layout;
  const rounds = roundsFor(core.length);
  if (rounds === 0) layOutDiscs(layout, discsByType(core, types));
  else layOutByForces(layout, { core, pairs, rounds, types });
  if (core.length <= TITLED_LIMIT) makeRoom(layout, core, drawn.titleChars);
  return layout;
}

/** Rounds of the force layout: 2,000 entities take about one second, 10,000 about three. */
function roundsFor(count: number): number {
  if (count > 30_000) return 0;
  if (count > 5_000) return 80;
  return count > 400 ? 250 : 500;
}

/** Fills in the core around the origin. */
function layOutByForces(
  layout: Layout,
  drawn: {
    core: readonly number[];
    pairs: readonly (readonly [number, number])[];
    rounds: number;
    types: readonly number[];
  },
): void {
  const { core, pairs, rounds, types } = drawn;
  const graph = new DirectedGraph();
  // Entities of one type begin side by side; forces then only have to untangle.
  const order = core.toSorted((a, b) => (types[a] ?? 0) - (types[b] ?? 0) || a - b);
  for (const [place, index] of order.entries()) graph.addNode(String(index), spot(place));
  for (const [from, to] of pairs) graph.mergeDirectedEdge(String(from), String(to));
  forceAtlas2.assign(graph, {
    iterations: rounds,
    settings: {
      barnesHutOptimize: core.length > 300,
      // A pull that grows with the distance spreads the parts evenly, and keeps loose ones near.
      strongGravityMode: true,
      gravity: 0.3,
      scalingRatio: 2,
      slowDown: 1 + Math.log(core.length),
    },
  });
  graph.forEachNode((key, { x, y }) => {
    layout.x[Number(key)] = x as number;
    layout.y[Number(key)] = y as number;
  });
  center(layout, core, SPACING * Math.sqrt(core.length));
}

/** Moves a group to the origin and scales it so that most of it lies within a radius. */
function center({ x, y }: Layout, members: readonly number[], radius: number): void {
  const mean = (values: Float64Array) =>
    members.reduce((sum, index) => sum + (values[index] ?? 0), 0) / members.length;
  const [midX, midY] = [mean(x), mean(y)];
  const distances = members
    .map((index) => Math.hypot((x[index] ?? 0) - midX, (y[index] ?? 0) - midY))
    .toSorted((a, b) => a - b);
  // A few entities far out must not press all others together.
  const wide = distances[Math.floor((distances.length - 1) * 0.9)] ?? 0;
  const scale = wide === 0 ? 1 : radius / wide;
  for (const index of members) {
    x[index] = ((x[index] ?? 0) - midX) * scale;
    y[index] = ((y[index] ?? 0) - midY) * scale;
  }
}

/** So many titles can be read side by side in a window, if they share it well. */
const TITLED_LIMIT = 400;
/** In pixels of a title in two lines below its mark; see `cli/memory/graph-page/labels.ts`. */
const LINE_CHARS = 24;
const CHAR_WIDTH = 6.4;
const LINE_HEIGHT = 15;
const MARK = 22;
/** The map of a window: wider than high. */
const ASPECT = 1.3;
/** Pixels of free ground for each of a title. */
const LOOSE = 1.2;

/** Spreads the entities, so that titles below them do not meet; in pixels at the whole map's size. */
function makeRoom({ x, y }: Layout, core: readonly number[], titleChars: readonly number[]): void {
  const boxes = core.map((index): Box => {
    const chars = titleChars[index] ?? 0;
    const lines = chars > LINE_CHARS ? 2 : 1;
    const width = Math.max(MARK, Math.min(chars, LINE_CHARS) * CHAR_WIDTH + 12);
    return { x: x[index] ?? 0, y: y[index] ?? 0, width, height: MARK + lines * LINE_HEIGHT };
  });
  const area = boxes.reduce((sum, { width, height }) => sum + width * height, 0) * LOOSE;
  const [width, height] = [Math.sqrt(area * ASPECT), Math.sqrt(area / ASPECT)];
  const extent = (values: number[]) => Math.max(...values) - Math.min(...values) || 1;
  const [wide, high] = [extent(boxes.map((box) => box.x)), extent(boxes.map((box) => box.y))];
  for (const box of boxes) {
    box.x *= width / wide;
    box.y *= height / high;
  }
  spreadBoxes(boxes);
  for (const [place, index] of core.entries()) {
    x[index] = boxes[place]?.x ?? 0;
    y[index] = boxes[place]?.y ?? 0;
  }
}

function discsByType(members: readonly number[], types: readonly number[]): number[][] {
  const groups = Map.groupBy(members, (index) => types[index] ?? 0);
  return [...groups.values()].toSorted((a, b) => b.length - a.length);
}

/** Discs in rows, the large ones first, all of them about as wide as high. */
function layOutDiscs(layout: Layout, discs: readonly number[][]): void {
  const gap = SPACING * 2;
  const radiusOf = (disc: readonly number[]) => (SPACING * Math.sqrt(disc.length)) / 2 + gap / 2;
  const area = discs.reduce((sum, disc) => sum + (2 * radiusOf(disc)) ** 2, 0);
  const width = 1.5 * Math.sqrt(area);
  let top = 0;
  for (let first = 0; first < discs.length; ) {
    const row: number[][] = [];
    let taken = 0;
    while (first + row.length < discs.length) {
      const disc = discs[first + row.length] as number[];
      if (row.length > 0 && taken + 2 * radiusOf(disc) > width) break;
      row.push(disc);
      taken += 2 * radiusOf(disc);
    }
    const height = Math.max(...row.map(radiusOf));
    let left = -taken / 2;
    for (const disc of row) {
      const radius = radiusOf(disc);
      for (const [place, index] of disc.entries()) {
        const { x, y } = spot(place);
        layout.x[index] = left + radius + x;
        layout.y[index] = top - height + y;
      }
      left += 2 * radius;
    }
    top -= 2 * height;
    first += row.length;
  }
}

/** The n-th seed of a sunflower: an even disc of any size, without chance. */
function spot(place: number): { x: number; y: number } {
  const radius = (SPACING / 2) * Math.sqrt(place);
  return {
    x: radius * Math.cos(place * GOLDEN_ANGLE),
    y: radius * Math.sin(place * GOLDEN_ANGLE),
  };
}

/**
 * Where each entity stands on the map. Computed here and written into the page, so that a browser
 * shows ten thousand entities at once and at rest. The same memory gives the same map.
 */
import { DirectedGraph } from "graphology";
import forceAtlas2Module from "graphology-layout-forceatlas2";

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
}

/** Room for one entity: the map is in units of about one entity's distance from the next. */
const SPACING = 1.6;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * What hangs together is laid out by forces; below it, what has no relation stands in a disc for
 * each type. From 30,000 related entities on, these stand in discs too: forces would take minutes.
 */
export function layOut({ types, edges }: Drawn): Layout {
  const layout = { x: new Float64Array(types.length), y: new Float64Array(types.length) };
  const pairs = edges.filter(([from, to]) => from !== to);
  const degrees = new Uint32Array(types.length);
  for (const [from, to] of pairs) {
    degrees[from] = (degrees[from] ?? 0) + 1;
    degrees[to] = (degrees[to] ?? 0) + 1;
  }
  const all = [...types.keys()];
  const related = all.filter((index) => (degrees[index] ?? 0) > 0);
  const rounds = roundsFor(related.length);
  const core = rounds === 0 ? [] : related;
  const inCore = new Set(core);
  const rest = all.filter((index) => !inCore.has(index));
  const extent = layOutCore(layout, { core, pairs, rounds, types });
  layOutDiscs(layout, discsByType(rest, types), extent);
  return layout;
}

interface Extent {
  width: number;
  /** Lowest y; the map's y grows upward. */
  bottom: number;
}

/** Rounds of the force layout: 2,000 entities take about one second, 10,000 about three. */
function roundsFor(count: number): number {
  if (count > 30_000) return 0;
  if (count > 5_000) return 80;
  return count > 1_000 ? 250 : 500;
}

/** Fills in the core around the origin. */
function layOutCore(
  layout: Layout,
  drawn: {
    core: readonly number[];
    pairs: readonly (readonly [number, number])[];
    rounds: number;
    types: readonly number[];
  },
): Extent {
  const { core, pairs, rounds, types } = drawn;
  if (core.length === 0) return { width: 0, bottom: 0 };
  const graph = new DirectedGraph();
  // Entities of one type begin side by side; forces then only have to untangle.
  const order = core.toSorted((a, b) => (types[a] ?? 0) - (types[b] ?? 0) || a - b);
  for (const [place, index] of order.entries()) graph.addNode(String(index), spot(place));
  for (const [from, to] of pairs) {
    if (graph.hasNode(String(from))) graph.mergeDirectedEdge(String(from), String(to));
  }
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
  return center(layout, core);
}

/** Moves a group to the origin and scales it to the room that so many entities need. */
function center(layout: Layout, members: readonly number[]): Extent {
  const { x, y } = layout;
  const mean = (values: Float64Array) =>
    members.reduce((sum, index) => sum + (values[index] ?? 0), 0) / members.length;
  const [midX, midY] = [mean(x), mean(y)];
  const distances = members
    .map((index) => Math.hypot((x[index] ?? 0) - midX, (y[index] ?? 0) - midY))
    .toSorted((a, b) => a - b);
  // A few entities far out must not press all others together.
  const wide = distances[Math.floor((distances.length - 1) * 0.9)] ?? 0;
  const scale = wide === 0 ? 1 : (SPACING * Math.sqrt(members.length)) / wide;
  const extent = { width: 0, bottom: 0 };
  for (const index of members) {
    const [left, top] = [((x[index] ?? 0) - midX) * scale, ((y[index] ?? 0) - midY) * scale];
    x[index] = left;
    y[index] = top;
    extent.width = Math.max(extent.width, 2 * Math.abs(left));
    extent.bottom = Math.min(extent.bottom, top);
  }
  return extent;
}

function discsByType(members: readonly number[], types: readonly number[]): number[][] {
  const groups = Map.groupBy(members, (index) => types[index] ?? 0);
  return [...groups.values()].toSorted((a, b) => b.length - a.length);
}

/** Discs in rows below the core, the large ones first, each row as wide as all of it is high. */
function layOutDiscs(layout: Layout, discs: readonly number[][], core: Extent): void {
  const gap = SPACING * 2;
  const radiusOf = (disc: readonly number[]) => (SPACING * Math.sqrt(disc.length)) / 2 + gap / 2;
  const area = discs.reduce((sum, disc) => sum + (2 * radiusOf(disc)) ** 2, 0);
  const width = Math.max(core.width, 1.5 * Math.sqrt(area));
  let top = core.bottom - gap;
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

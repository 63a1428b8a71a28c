/** The entities and relations as sigma holds them. */
import Graph from "graphology";
import { isDerived } from "./memory.js";

/** Of what is tied; the marks of large memories are small. */
export function graphOf(memory, tied, container) {
  const graph = new Graph({ multi: true, type: "directed" });
  const base = tied.length > 5000 ? 2 : tied.length > 800 ? 3.5 : 6;
  for (const { id, type, near } of tied) {
    graph.addNode(String(id), {
      kind: type,
      look: memory.types[type],
      shape: memory.types[type].shape,
      size: base + Math.min(Math.sqrt(near.size - 1), 7) * (base / 5),
    });
  }
  for (const relation of memory.relations) {
    const { from, to } = relation;
    if (from === to) continue;
    graph.addEdge(String(from), String(to), { from, to, size: 1.1, isDashed: isDerived(relation) });
  }
  stretch(graph, tied, container);
  return graph;
}

/** The form that a map may take to fill its window: a tall one on a telephone. */
const STRETCH = { least: 0.45, most: 1.8 };

/** Gives the map the form of its window, as far as that goes. */
export function stretch(graph, tied, { clientWidth, clientHeight }) {
  if (tied.length === 0 || clientWidth === 0 || clientHeight === 0) return;
  const extent = (values) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
    return high - low || 1;
  };
  const own = extent(tied.map(({ x }) => x)) / extent(tied.map(({ y }) => y));
  const wide = Math.min(STRETCH.most, Math.max(STRETCH.least, clientWidth / clientHeight / own));
  for (const { id, x, y } of tied) graph.mergeNodeAttributes(String(id), { x: x * wide, y });
}

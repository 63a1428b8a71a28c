/** Which titles the map asks for: of what is looked at, then of what is asked for, then of the best tied. */
import { pageLabels } from "./label-layer.js";

/** Beyond these the names around a selected entity would only be in each other's way. */
const NAMED_NEIGHBOURS_LIMIT = 40;
const NAMED_LINES_LIMIT = 14;
/** What so many are tied to is what the map is about; and where nothing is, the first few. */
const HUB_TIES = 8;
const FIRST_FEW = 8;

/**
 * Draws the titles with every frame of the map. `order` are the tied entities, the best tied first; gives where an
 * entity stands, and whose title stands at a place.
 */
export function titlesOver(sigma, { memory, order, state, isDimmed, isLookedAt }) {
  const labels = pageLabels();
  const first = new Set(order.slice(0, FIRST_FEW).map(({ id }) => id));
  const textOf = ({ id, title, near }) => {
    if (isLookedAt(id)) return { text: title, style: labels.styles.LOOKED_AT };
    return { text: title, style: near.size >= HUB_TIES ? labels.styles.HUB : labels.styles.PLAIN };
  };
  /** In pixels of the map; null for what is hidden. */
  const placeOf = (id) => {
    const data = sigma.getNodeDisplayData(String(id));
    if (data === undefined || data.hidden) return null;
    const { x, y } = sigma.framedGraphToViewport(data);
    const isMust = isLookedAt(id) || first.has(id) || memory.entities[id].near.size >= HUB_TIES;
    return { id, x, y, isMust, radius: sigma.scaleSize(data.size) * 1.25 };
  };
  const placesInView = () => {
    const { width, height } = sigma.getDimensions();
    const places = new Map();
    for (const { id } of order) {
      const place = placeOf(id);
      if (place === null) continue;
      const { x, y } = place;
      if (x > -20 && y > -20 && x < width + 20 && y < height + 20) places.set(id, place);
    }
    return places;
  };
  sigma.on("afterRender", () => {
    const places = placesInView();
    const wishes = wanted({ order, places, state, memory, isDimmed, isLookedAt }).map((entity) => ({
      ...places.get(entity.id),
      ...textOf(entity),
    }));
    labels.draw(wishes, linesAround(memory, state.selected, { places, labels }), {
      // What is dimmed may lie under a title.
      marks: [...places.values()].filter(({ id }) => !isDimmed(id)),
    });
  });
  // Drawn once before the titles were listened for.
  sigma.scheduleRender();
  return { placeOf, at: labels.at };
}

/** The entities whose titles are wanted, in order. */
function wanted({ order, places, state, memory, isDimmed, isLookedAt }) {
  const seen = order.filter(({ id }) => places.has(id) && !isDimmed(id));
  const looked = seen.filter(({ id }) => isLookedAt(id));
  const others = seen.filter(({ id }) => !isLookedAt(id));
  const isCrowd =
    state.selected !== null && memory.entities[state.selected].near.size > NAMED_NEIGHBOURS_LIMIT;
  return [...looked, ...(isCrowd ? others.slice(0, NAMED_NEIGHBOURS_LIMIT) : others)];
}

/** What the relations of the selected entity are called, in the middle of their lines. */
function linesAround(memory, selected, { places, labels }) {
  if (selected === null) return [];
  const { outgoing, incoming } = memory.entities[selected];
  const all = [...outgoing, ...incoming].filter(({ from, to }) => from !== to);
  if (all.length > NAMED_LINES_LIMIT) return [];
  return all.flatMap(({ id, from, to, how }) => {
    const [one, other] = [places.get(from), places.get(to)];
    if (one === undefined || other === undefined) return [];
    const at = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
    return [
      {
        id: `line ${id}`,
        ...at,
        radius: 0,
        text: one.x <= other.x ? `${how} →` : `← ${how}`,
        style: labels.styles.ON_LINE,
      },
    ];
  });
}

/** The map: sigma draws what the program has laid out, and dims what is not asked for. */
import Graph from "graphology";
import Sigma from "sigma";
import { pageLabels } from "./label-layer.js";
import { LineProgram } from "./line-program.js";
import { markProgram } from "./mark-program.js";
import { isDerived, isTied } from "./memory.js";
import { nearestTowards } from "./towards.ts";

/** Beyond these the names around a selected entity would only be in each other's way. */
const NAMED_NEIGHBOURS_LIMIT = 40;
const NAMED_LINES_LIMIT = 14;
/** What so many are tied to is what the map is about; and where nothing is, the first few. */
const HUB_TIES = 8;
const FIRST_FEW = 8;
/** From so many on, lines let through what they would hide. */
const MANY_LINES = 500;
const FAINTEST = 0.16;
const ALL = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };

/** Draws the memory into `container`. Throws where the browser has no WebGL. */
export function drawMap(memory, container, { choose, say }) {
  const tied = memory.entities.filter(isTied);
  const state = { selected: null, hovered: null, cursor: null, hidden: new Set(), matches: null };
  const theme = readTheme(memory.relations.length);
  const graph = graphOf(memory, tied, container);
  const labels = pageLabels();
  const order = tied.toSorted((one, other) => other.near.size - one.near.size || one.id - other.id);
  const first = new Set(order.slice(0, FIRST_FEW).map(({ id }) => id));
  const isNear = (id) => state.selected !== null && memory.entities[state.selected].near.has(id);
  const isDimmed = (id) => {
    if (state.selected !== null) return id !== state.selected && !isNear(id);
    return state.matches !== null && !state.matches.has(id);
  };
  const isLookedAt = (id) => id === state.hovered || id === state.selected || id === state.cursor;
  const sigma = new Sigma(graph, container, {
    ...{ defaultNodeType: "mark", nodeProgramClasses: { mark: markProgram(theme) } },
    ...{ defaultEdgeType: "line", edgeProgramClasses: { line: LineProgram } },
    ...{ renderLabels: false, renderEdgeLabels: false, enableCameraRotation: false },
    ...{ minCameraRatio: 0.01, maxCameraRatio: 1.5, zIndex: true },
    stagePadding: Math.min(54, container.clientWidth / 9),
    hideEdgesOnMove: memory.relations.length > 5000,
    defaultDrawNodeHover: (context, data) => drawRing(context, data, theme),
    nodeReducer: (key, data) => {
      const id = Number(key);
      if (state.hidden.has(data.kind)) return { ...data, hidden: true };
      const color = isDimmed(id) ? theme.faint : data.look[theme.name];
      const highlighted = isLookedAt(id);
      return { ...data, color, highlighted, zIndex: isDimmed(id) ? 0 : highlighted ? 2 : 1 };
    },
    edgeReducer: (_key, data) => {
      const { from, to } = data;
      if (from === state.selected || to === state.selected) {
        return { ...data, color: theme.strong, size: 1.8, zIndex: 1 };
      }
      return { ...data, color: isDimmed(from) || isDimmed(to) ? theme.fainter : theme.lines };
    },
  });

  const textOf = ({ id, title, near }) => {
    if (isLookedAt(id)) return { text: title, style: labels.styles.LOOKED_AT };
    return { text: title, style: near.size >= HUB_TIES ? labels.styles.HUB : labels.styles.PLAIN };
  };
  const placeOf = (id) => {
    const data = sigma.getNodeDisplayData(String(id));
    if (data === undefined || data.hidden) return null;
    const { x, y } = sigma.framedGraphToViewport(data);
    const isMust = isLookedAt(id) || first.has(id) || memory.entities[id].near.size >= HUB_TIES;
    return { id, x, y, isMust, radius: sigma.scaleSize(data.size) * 1.25 };
  };
  const drawLabels = () => {
    const { width, height } = sigma.getDimensions();
    const places = new Map();
    for (const { id } of tied) {
      const place = placeOf(id);
      if (place === null) continue;
      const { x, y } = place;
      if (x > -20 && y > -20 && x < width + 20 && y < height + 20) places.set(id, place);
    }
    const wishes = wanted({ order, places, state, memory, isDimmed, isLookedAt }).map((entity) => ({
      ...places.get(entity.id),
      ...textOf(entity),
    }));
    labels.draw(wishes, linesAround(memory, state.selected, { places, labels }), {
      // What is dimmed may lie under a title.
      marks: [...places.values()].filter(({ id }) => !isDimmed(id)),
    });
  };
  sigma.on("afterRender", drawLabels);

  const refresh = () => sigma.refresh({ skipIndexation: true });
  const setHovered = (id) => {
    state.hovered = id;
    container.style.cursor = id === null ? "" : "pointer";
    refresh();
  };
  sigma.on("clickNode", ({ node }) => choose(Number(node)));
  sigma.on("clickStage", ({ event }) => {
    const id = labels.at(event);
    // A relation's own label has an id that is no number.
    choose(typeof id === "number" ? id : null);
  });
  sigma.on("enterNode", ({ node }) => setHovered(Number(node)));
  sigma.on("leaveNode", () => setHovered(null));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    Object.assign(theme, readTheme(memory.relations.length));
    refresh();
  });

  const visit = (id) => {
    const at = sigma.getNodeDisplayData(String(id));
    if (at === undefined) return;
    const { ratio } = sigma.getCamera().getState();
    const close = closeRatio(tied.length);
    // What can be seen well already does not pull the map from under the eyes.
    if (ratio <= close && isWellInside(placeOf(id), sigma.getDimensions())) return;
    move(sigma, { x: at.x, y: at.y, ratio: Math.min(ratio, close) });
  };
  const setCursor = (id) => {
    state.cursor = id;
    refresh();
    if (id === null) return;
    if (!isWellInside(placeOf(id), sigma.getDimensions())) visit(id);
    say(memory.entities[id]);
  };
  // Not in the page's markup: where nothing is drawn there is nothing to walk over.
  container.tabIndex = 0;
  container.addEventListener("focus", () => {
    if (container.matches(":focus-visible"))
      setCursor(state.selected ?? state.cursor ?? order[0]?.id ?? null);
  });
  container.addEventListener("blur", () => setCursor(null));
  container.addEventListener("keydown", (event) => {
    const direction = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" }[
      event.key
    ];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (direction !== undefined) {
      const from = placeOf(state.cursor ?? order[0]?.id);
      const all = tied.flatMap(({ id }) =>
        state.hidden.has(memory.entities[id].type) ? [] : (placeOf(id) ?? []),
      );
      const next = from === null ? null : nearestTowards(from, all, direction);
      if (next !== null) setCursor(next);
    } else if (event.key === "Enter" && state.cursor !== null) choose(state.cursor);
    else if (event.key === "+" || event.key === "=") zoom(sigma, 1 / 1.5);
    else if (event.key === "-") zoom(sigma, 1.5);
    else if (event.key === "0") move(sigma, ALL);
    else return;
    event.preventDefault();
  });

  // Drawn once before the titles were listened for.
  sigma.scheduleRender();

  return {
    /** `hidden` are types by index, `matches` ids, or null when nothing is searched. */
    show({ hidden, matches }) {
      Object.assign(state, { hidden, matches });
      refresh();
    },
    select(id) {
      state.selected = id;
      refresh();
    },
    /** Brings an entity into the middle, and near. */
    visit,
    /** `isWindow`: not only a panel came or went, so that the whole map may take another form. */
    resize({ isWindow = false } = {}) {
      if (isWindow) stretch(graph, tied, container);
      sigma.resize();
      sigma.refresh();
      if (isWindow && state.selected !== null) visit(state.selected);
    },
    zoomIn: () => zoom(sigma, 1 / 1.5),
    zoomOut: () => zoom(sigma, 1.5),
    fit: () => move(sigma, ALL),
  };
}

/** The entities whose titles are wanted, in order: those looked at, then those asked for, then the best tied. */
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

function graphOf(memory, tied, container) {
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

function stretch(graph, tied, { clientWidth, clientHeight }) {
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

const MARGIN = 60;

function isWellInside(place, { width, height }) {
  if (place === null) return false;
  const { x, y } = place;
  return x > MARGIN && y > MARGIN && x < width - MARGIN && y < height - MARGIN;
}

/** A view in which some hundred entities have room. */
function closeRatio(entities) {
  return Math.min(1, Math.sqrt(100 / Math.max(1, entities)));
}

function zoom(sigma, by) {
  move(sigma, { ratio: sigma.getCamera().getBoundedRatio(sigma.getCamera().ratio * by) });
}

function move(sigma, state) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (isCalm) sigma.getCamera().setState(state);
  else sigma.getCamera().animate(state, { duration: 250 });
}

function readTheme(lines) {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  const ground = read("--ground");
  return {
    name: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    ground: [...partsOf(ground).map((part) => part / 255), 1],
    accent: read("--accent"),
    lines: seeThrough(read("--edge"), Math.max(FAINTEST, Math.min(1, MANY_LINES / lines))),
    strong: read("--soft"),
    faint: read("--faint"),
    fainter: read("--fainter"),
  };
}

/** The parts of #rrggbb, up to 255. */
function partsOf(color) {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

function seeThrough(color, alpha) {
  return `rgba(${partsOf(color).join(", ")}, ${alpha.toFixed(3)})`;
}

/** Around the entity that is looked at. */
function drawRing(context, { x, y, size }, { accent }) {
  context.beginPath();
  context.arc(x, y, size * 1.3 + 3, 0, Math.PI * 2);
  context.strokeStyle = accent;
  context.lineWidth = 2.5;
  context.stroke();
  context.lineWidth = 1;
}

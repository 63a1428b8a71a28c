/** The map: sigma draws what the program has laid out, and dims what is not asked for. */
import Sigma from "sigma";
import { LineProgram } from "./line-program.js";
import { mapCamera } from "./map-camera.js";
import { graphOf, stretch } from "./map-graph.js";
import { walkByKeys } from "./map-keys.js";
import { titlesOver } from "./map-labels.js";
import { readTheme } from "./map-theme.js";
import { markProgram } from "./mark-program.js";
import { isTied } from "./memory.js";

/** Draws the memory into `container`. Throws where the browser has no WebGL. */
export function drawMap(memory, container, { choose, say }) {
  const tied = memory.entities.filter(isTied);
  const order = tied.toSorted((one, other) => other.near.size - one.near.size || one.id - other.id);
  const state = { selected: null, hovered: null, cursor: null, hidden: new Set(), matches: null };
  const isDimmed = (id) => {
    const { selected, matches } = state;
    if (selected !== null) return id !== selected && !memory.entities[selected].near.has(id);
    return matches !== null && !matches.has(id);
  };
  const isLookedAt = (id) => id === state.hovered || id === state.selected || id === state.cursor;
  const theme = readTheme(memory.relations.length);
  const graph = graphOf(memory, tied, container);
  const sigma = new Sigma(graph, container, {
    ...settings(memory, container, theme),
    ...reducers({ state, theme, isDimmed, isLookedAt }),
  });
  const { placeOf, at } = titlesOver(sigma, { memory, order, state, isDimmed, isLookedAt });
  const camera = mapCamera(sigma, { entities: tied.length, placeOf });
  const refresh = () => sigma.refresh({ skipIndexation: true });
  listen(sigma, { container, state, refresh, choose, at });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    Object.assign(theme, readTheme(memory.relations.length));
    refresh();
  });
  walkByKeys(container, {
    ...{ camera, placeOf, choose },
    start: () => state.selected ?? state.cursor ?? order[0].id,
    all: () => tied.filter(({ type }) => !state.hidden.has(type)).map(({ id }) => id),
    stand: (id) => {
      state.cursor = id;
      refresh();
      if (id !== null) say(memory.entities[id]);
    },
  });
  return {
    ...camera,
    /** `hidden` are types by index, `matches` ids, or null when nothing is searched. */
    show({ hidden, matches }) {
      Object.assign(state, { hidden, matches });
      refresh();
    },
    select(id) {
      state.selected = id;
      refresh();
    },
    /** `isWindow`: not only a panel came or went, so that the whole map may take another form. */
    resize({ isWindow = false } = {}) {
      if (isWindow) stretch(graph, tied, container);
      sigma.resize();
      sigma.refresh();
      if (isWindow && state.selected !== null) camera.visit(state.selected);
    },
  };
}

function settings(memory, container, theme) {
  return {
    ...{ defaultNodeType: "mark", nodeProgramClasses: { mark: markProgram(theme) } },
    ...{ defaultEdgeType: "line", edgeProgramClasses: { line: LineProgram } },
    // The titles are ours.
    ...{ renderLabels: false, renderEdgeLabels: false, enableCameraRotation: false },
    ...{ minCameraRatio: 0.01, maxCameraRatio: 1.5, zIndex: true },
    stagePadding: Math.min(54, container.clientWidth / 9),
    hideEdgesOnMove: memory.relations.length > 5000,
    defaultDrawNodeHover: (context, data) => drawRing(context, data, theme),
  };
}

/** How each entity and each relation looks at the moment. */
function reducers({ state, theme, isDimmed, isLookedAt }) {
  return {
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
  };
}

function listen(sigma, { container, state, refresh, choose, at }) {
  const setHovered = (id) => {
    state.hovered = id;
    container.style.cursor = id === null ? "" : "pointer";
    refresh();
  };
  sigma.on("clickNode", ({ node }) => choose(Number(node)));
  sigma.on("clickStage", ({ event }) => choose(at(event)));
  sigma.on("enterNode", ({ node }) => setHovered(Number(node)));
  sigma.on("leaveNode", () => setHovered(null));
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

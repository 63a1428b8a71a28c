/** The map: sigma draws what the program has laid out, and hides or dims what is not asked for. */
import Graph from "graphology";
import Sigma from "sigma";

const LABEL_CHARS = 48;
/** Arrows cost twice a line; on this many edges nobody sees them. */
const ARROWS_LIMIT = 3000;
/** Beyond these the names around a selected entity would cover each other. */
const NAMED_NEIGHBOURS_LIMIT = 24;
const NAMED_EDGES_LIMIT = 12;

/** Draws the memory into `container`. Throws where the browser has no WebGL. */
export function drawMap(memory, container, { choose }) {
  const graph = graphOf(memory);
  const state = {
    selected: null,
    hovered: null,
    near: new Set(),
    hiddenTypes: new Set(),
    matches: null,
  };
  let theme = readTheme();
  const isDimmed = (id) => {
    if (state.selected !== null) return id !== state.selected && !state.near.has(id);
    return state.matches !== null && !state.matches.has(id);
  };
  const sigma = new Sigma(graph, container, {
    defaultEdgeType: memory.relations.length <= ARROWS_LIMIT ? "arrow" : "line",
    labelFont: "system-ui, sans-serif",
    labelSize: 12,
    labelDensity: 0.8,
    labelGridCellSize: 160,
    labelRenderedSizeThreshold: memory.entities.length > 500 ? 5 : 3,
    hideEdgesOnMove: memory.relations.length > 5000,
    renderEdgeLabels: true,
    edgeLabelSize: 11,
    minCameraRatio: 0.005,
    maxCameraRatio: 4,
    stagePadding: 40,
    zIndex: true,
    labelColor: { color: theme.text },
    edgeLabelColor: { color: theme.soft },
    defaultDrawNodeLabel: (context, data, settings) =>
      drawLabel(context, data, { settings, theme }),
    defaultDrawNodeHover: (context, data, settings) =>
      drawHover(context, data, { settings, theme }),
    nodeReducer: (key, data) => {
      const id = Number(key);
      if (state.hiddenTypes.has(data.kind)) return { ...data, hidden: true };
      if (isDimmed(id)) return { ...data, color: theme.faint, label: null, zIndex: 0 };
      if (id === state.selected)
        return { ...data, highlighted: true, zIndex: 3, size: data.size * 1.4 };
      const named = state.near.has(id) && state.near.size <= NAMED_NEIGHBOURS_LIMIT;
      return { ...data, zIndex: 1, forceLabel: named };
    },
    edgeReducer: (key, data) => {
      const [from, to] = graph.extremities(key).map(Number);
      const isNear = from === state.selected || to === state.selected;
      if (isNear) {
        const named = state.near.size <= NAMED_EDGES_LIMIT;
        return {
          ...data,
          color: theme.strong,
          size: 1.2,
          zIndex: 1,
          label: named ? data.how : null,
          forceLabel: named,
        };
      }
      const isFaint = isDimmed(from) || isDimmed(to);
      return {
        ...data,
        label: null,
        color: isFaint ? theme.fainter : theme.edge,
        hidden: isFaint && state.matches !== null,
      };
    },
  });
  const refresh = () => sigma.refresh({ skipIndexation: true });
  sigma.on("clickNode", ({ node }) => choose(Number(node)));
  sigma.on("clickStage", () => choose(null));
  sigma.on("enterNode", () => {
    container.style.cursor = "pointer";
  });
  sigma.on("leaveNode", () => {
    container.style.cursor = "";
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    theme = readTheme();
    sigma.setSetting("labelColor", { color: theme.text });
    sigma.setSetting("edgeLabelColor", { color: theme.soft });
    refresh();
  });
  return {
    /** `hiddenTypes` are indexes, `matches` ids, or null when nothing is searched. */
    show({ hiddenTypes, matches }) {
      Object.assign(state, { hiddenTypes, matches });
      refresh();
    },
    select(id) {
      state.selected = id;
      state.near = new Set(id === null ? [] : graph.neighbors(String(id)).map(Number));
      refresh();
    },
    /** Brings an entity into the middle when it is outside of the view or small in it. */
    visit(id) {
      const at = sigma.getNodeDisplayData(String(id));
      if (at === undefined) return;
      const { ratio } = sigma.getCamera().getState();
      move(sigma, { x: at.x, y: at.y, ratio: Math.min(ratio, closeRatio(memory)) });
    },
    resize() {
      sigma.resize();
      refresh();
    },
    zoomIn: () => move(sigma, { ratio: sigma.getCamera().ratio / 1.6 }),
    zoomOut: () => move(sigma, { ratio: sigma.getCamera().ratio * 1.6 }),
    fit: () => move(sigma, { x: 0.5, y: 0.5, ratio: 1, angle: 0 }),
  };
}

function graphOf(memory) {
  const graph = new Graph({ multi: true, type: "directed" });
  const count = memory.entities.length;
  const base = count > 5000 ? 2 : count > 800 ? 3 : 5;
  for (const { id, name, type, x, y, outgoing, incoming } of memory.entities) {
    const degree = outgoing.length + incoming.length;
    graph.addNode(String(id), {
      x,
      y,
      kind: type,
      size: base + Math.min(Math.sqrt(degree), 8) * (base / 4),
      color: memory.types[type].color,
      label: name.length > LABEL_CHARS ? `${name.slice(0, LABEL_CHARS)}…` : name,
    });
  }
  for (const { from, to, how } of memory.relations) {
    graph.addEdge(String(from), String(to), { size: 1, how });
  }
  return graph;
}

/** A view in which some thirty entities have room. */
function closeRatio(memory) {
  return Math.min(1, Math.sqrt(60 / Math.max(1, memory.entities.length)));
}

function move(sigma, state) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (isCalm) sigma.getCamera().setState(state);
  else sigma.getCamera().animate(state, { duration: 250 });
}

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  return {
    text: read("--text"),
    soft: read("--soft"),
    ground: read("--ground"),
    panel: read("--panel"),
    line: read("--line"),
    edge: isDark ? "#4a525c" : "#c3c9d1",
    strong: isDark ? "#a1abb6" : "#59636e",
    faint: isDark ? "#2a2f36" : "#e4e7eb",
    fainter: isDark ? "#22262c" : "#eef0f3",
  };
}

/** A label with a rim in the colour of the ground, so that it can be read above points and lines. */
function drawLabel(context, data, { settings, theme }) {
  const { x, y, size, label } = data;
  if (typeof label !== "string") return;
  context.font = `${settings.labelSize}px ${settings.labelFont}`;
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = theme.ground;
  context.fillStyle = theme.text;
  const [left, base] = [x + size + 3, y + settings.labelSize / 3];
  context.strokeText(label, left, base);
  context.fillText(label, left, base);
  context.lineWidth = 1;
}

/** The label of the entity under the pointer, on a ground of the page's own colours. */
function drawHover(context, data, { settings, theme }) {
  const { x, y, size, label, color } = data;
  context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
  const height = settings.labelSize + 10;
  if (typeof label === "string") {
    const width = context.measureText(label).width + 16;
    context.beginPath();
    context.roundRect(x + size + 4, y - height / 2, width, height, 5);
    context.fillStyle = theme.panel;
    context.strokeStyle = theme.line;
    context.fill();
    context.stroke();
    context.fillStyle = theme.text;
    context.fillText(label, x + size + 12, y + settings.labelSize / 3);
  }
  context.beginPath();
  context.arc(x, y, size + 3, 0, Math.PI * 2);
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.stroke();
  context.lineWidth = 1;
}

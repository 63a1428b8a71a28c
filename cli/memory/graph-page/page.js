/** The page of the memory: finds, filters, shows. The map is one way in, the list is the other. */
import { showDetails } from "./details.js";
import { byId, dot, element } from "./elements.js";
import { drawMap } from "./map.js";
import { find, readMemory } from "./memory.js";

/** Entries in the list; more would make typing slow, and nobody scrolls through them. */
const LISTED = 300;
const TYPING_PAUSE_MS = 120;

const memory = readMemory(byId("memory").textContent);
const state = { query: "", hiddenTypes: new Set(), selected: null, opener: null };
const map = startMap();

byId("title").textContent = memory.title;
document.title = memory.title;
byId("counts").append(
  `${count(memory.entities.length, "entity", "entities")}, ${count(memory.relations.length, "relation", "relations")}`,
  element("time", { textContent: `as of ${memory.asOf.slice(0, 10)}`, dateTime: memory.asOf }),
);
listTypes();
show();
listen();

function startMap() {
  const notice = (text) => {
    byId("notice").textContent = text;
    byId("notice").hidden = false;
    byId("zoom").hidden = true;
    return null;
  };
  if (memory.entities.length === 0) {
    return notice("The memory is empty.\nWhat departments remember will be drawn here.");
  }
  try {
    return drawMap(memory, byId("map"), { choose });
  } catch (error) {
    console.warn(error);
    return notice("This browser cannot draw the map (no WebGL).\nThe list and the details work.");
  }
}

function listTypes() {
  byId("types").hidden = memory.types.length === 0;
  byId("type-list").replaceChildren(
    ...memory.types.map((type, index) => {
      const box = element("input", { type: "checkbox", checked: true, value: String(index) });
      box.onchange = () => {
        if (box.checked) state.hiddenTypes.delete(index);
        else state.hiddenTypes.add(index);
        show();
      };
      const name = element("span", { className: "name", textContent: type.name, title: type.name });
      const size = element("span", {
        className: "soft",
        textContent: type.count.toLocaleString("en"),
      });
      return element("li", {}, element("label", {}, box, dot(type.color), name, size));
    }),
  );
}

/** Brings list and map up to what is searched and filtered. */
function show() {
  const isSearch = state.query.trim() !== "";
  const found = find(memory, state.query).filter(
    (id) => !state.hiddenTypes.has(memory.entities[id].type),
  );
  byId("results").replaceChildren(
    ...found.slice(0, LISTED).map((id) => {
      const { name, type } = memory.entities[id];
      const label = element("span", { className: "name", textContent: name, title: name });
      const entry = element(
        "button",
        { type: "button", className: "entry", onclick: () => choose(id, { visit: true }) },
        dot(memory.types[type].color),
        label,
      );
      entry.dataset.id = String(id);
      entry.setAttribute("aria-current", String(id === state.selected));
      return element("li", {}, entry);
    }),
  );
  const shown = found.length > LISTED ? `, the first ${LISTED} listed` : "";
  byId("found").textContent =
    `${count(found.length, "entity", "entities")}${isSearch ? " found" : ""}${shown}`;
  map?.show({
    hiddenTypes: new Set(state.hiddenTypes),
    matches: isSearch ? new Set(found) : null,
  });
}

/** Selects an entity, or nothing with null. `visit` moves the map to it. */
function choose(id, { visit = false } = {}) {
  if (id === state.selected && id !== null) {
    if (visit) map?.visit(id);
    return;
  }
  const panel = byId("details");
  const wasHidden = panel.hidden;
  if (id !== null && wasHidden) state.opener = document.activeElement;
  state.selected = id;
  if (id === null) {
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    if (hadFocus) state.opener?.focus();
  } else {
    const hadFocus = panel.contains(document.activeElement);
    showDetails(memory, memory.entities[id], {
      choose: (other) => choose(other, { visit: true }),
      close: () => choose(null),
    });
    if (hadFocus) panel.focus();
  }
  for (const entry of byId("results").querySelectorAll(".entry")) {
    entry.setAttribute("aria-current", String(entry.dataset.id === String(id)));
  }
  if (panel.hidden !== wasHidden) map?.resize();
  map?.select(id);
  if (visit) map?.visit(id);
}

function listen() {
  let pause;
  byId("search").oninput = (event) => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      state.query = event.target.value;
      show();
    }, TYPING_PAUSE_MS);
  };
  const setAll = (checked) => () => {
    state.hiddenTypes = new Set(checked ? [] : memory.types.keys());
    for (const box of byId("type-list").querySelectorAll("input")) box.checked = checked;
    show();
  };
  byId("all-types").onclick = setAll(true);
  byId("no-types").onclick = setAll(false);
  byId("zoom-in").onclick = () => map?.zoomIn();
  byId("zoom-out").onclick = () => map?.zoomOut();
  byId("zoom-fit").onclick = () => map?.fit();
  document.addEventListener("keydown", onKey);
}

function onKey(event) {
  const isTyping = event.target instanceof HTMLInputElement && event.target.type === "search";
  if (event.key === "Escape") {
    if (state.selected !== null) choose(null);
    else if (isTyping) event.target.select();
  } else if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("search").select();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    moveInList(event, isTyping);
  }
}

/** Arrow keys walk through the list, and from the search field into it and back. */
function moveInList(event, isTyping) {
  const entries = [...byId("results").querySelectorAll(".entry")];
  const at = entries.indexOf(document.activeElement);
  if (at === -1 && !isTyping) return;
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  if (next < 0) byId("search").focus();
  else entries[next]?.focus();
}

function count(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

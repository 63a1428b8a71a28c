/** The page of the memory: finds, filters, shows. The map is one way in, the list is the other. */
import { showDetails } from "./details.js";
import { byId, count } from "./elements.js";
import { listFound, listGroups } from "./entries.js";
import { drawMap } from "./map.js";
import { isDerived, isTied, readMemory } from "./memory.js";
import { createSearch } from "./search.js";

const TYPING_PAUSE_MS = 120;
/** Where the list is a sheet at the foot of the window. */
const isNarrow = matchMedia("(max-width: 52rem)");

const memory = readMemory(byId("memory").textContent);
const state = {
  query: "",
  asked: 0,
  hidden: new Set(),
  matches: null,
  selected: null,
  opener: null,
};
const search = createSearch(memory);

nameThePage();
listGroups(memory, {
  hidden: state.hidden,
  choose: (id) => choose(id, { visit: true }),
  changed: showMap,
});
const map = startMap();
listen();

function nameThePage() {
  byId("title").textContent = memory.title;
  document.title = memory.title;
  const own = memory.entities.filter(({ row }) => row !== 0).length;
  const derived = memory.relations.filter(isDerived).length;
  const recorded = memory.relations.length - derived;
  byId("counts").textContent =
    `${count(own, "entity", "entities")}, ${count(recorded, "relation", "relations")} and ${derived.toLocaleString("en")} said by facts`;
  byId("as-of").textContent = `as of ${memory.asOf.slice(0, 10)}`;
  byId("as-of").dateTime = memory.asOf;
  byId("dashes").hidden = derived === 0;
  byId("solid").hidden = recorded === 0;
}

function startMap() {
  const notice = (text) => {
    byId("notice").textContent = text;
    for (const id of ["zoom", "lines", "map"]) byId(id).hidden = true;
    byId("notice").hidden = false;
    return null;
  };
  if (memory.entities.length === 0) {
    return notice("The memory is empty.\nWhat departments remember will be drawn here.");
  }
  if (!memory.entities.some(isTied)) {
    return notice("Nothing is tied to anything yet.\nThe list has every entity.");
  }
  try {
    return drawMap(memory, byId("map"), { choose, say });
  } catch (error) {
    console.warn(error);
    return notice("This browser cannot draw the map (no WebGL).\nThe list and the details work.");
  }
}

/** For those who do not see the map. */
function say({ title, type, near }) {
  byId("said").textContent = `${title}, ${memory.types[type].name}, tied to ${near.size}`;
}

function showMap() {
  map?.show({ hidden: new Set(state.hidden), matches: state.matches });
}

/** Brings list and map up to what is searched. An answer that a later question overtook is dropped. */
async function find(query) {
  state.query = query;
  const turn = ++state.asked;
  const isSearch = query.trim() !== "";
  if (isSearch) byId("found").textContent = "Looking …";
  document.body.classList.toggle("searching", isSearch);
  byId("groups").hidden = isSearch;
  byId("answers").hidden = !isSearch;
  if (!isSearch) {
    state.matches = null;
    byId("found").textContent = "";
    return showMap();
  }
  const answer = await search.find(query).catch((error) => {
    console.warn(error);
    return null;
  });
  if (turn !== state.asked) return;
  if (answer === null) {
    byId("found").textContent = "This browser cannot search the page; a newer one can.";
    return;
  }
  const { entities, read } = answer;
  state.matches = new Set(entities.map(({ id }) => id));
  listFound(memory, { entities, read, choose: (id) => choose(id, { visit: true }) });
  // What stays lit must be an answer.
  if (state.selected !== null && !state.matches.has(state.selected)) choose(null);
  markCurrent();
  openSheet(true);
  showMap();
}

/** Selects an entity, or nothing with null. `visit` moves the map to it. */
function choose(id, { visit = false } = {}) {
  if (id === state.selected && id !== null) {
    if (visit) map?.visit(id);
    return;
  }
  const panel = byId("details");
  const wasHidden = panel.hidden;
  const hadFocus = panel.contains(document.activeElement);
  if (id !== null && wasHidden) state.opener = document.activeElement;
  state.selected = id;
  if (id === null) {
    panel.hidden = true;
    if (hadFocus) state.opener?.focus();
  } else {
    showDetails(memory, memory.entities[id], {
      choose: (other) => choose(other, { visit: true }),
      close: () => choose(null),
    });
    if (hadFocus) panel.querySelector("h2").focus();
  }
  markCurrent();
  document.body.classList.toggle("detailed", id !== null);
  if (panel.hidden !== wasHidden) map?.resize();
  map?.select(id);
  if (visit) map?.visit(id);
}

function markCurrent() {
  for (const entry of byId("side").querySelectorAll(".entry")) {
    entry.setAttribute("aria-current", String(entry.dataset.id === String(state.selected)));
  }
}

function openSheet(isOpen) {
  byId("sheet").setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("open", isOpen);
  if (isNarrow.matches) map?.resize();
}

function listen() {
  let pause;
  const field = byId("search");
  field.oninput = () => {
    clearTimeout(pause);
    pause = setTimeout(() => find(field.value), TYPING_PAUSE_MS);
  };
  // What fails here is told when somebody asks.
  field.onfocus = () => search.prepare().catch(() => undefined);
  byId("sheet").onclick = () => openSheet(byId("sheet").getAttribute("aria-expanded") !== "true");
  byId("zoom-in").onclick = () => map?.zoomIn();
  byId("zoom-out").onclick = () => map?.zoomOut();
  byId("zoom-fit").onclick = () => map?.fit();
  let settled;
  window.addEventListener("resize", () => {
    clearTimeout(settled);
    settled = setTimeout(() => map?.resize({ isWindow: true }), 100);
  });
  document.addEventListener("keydown", onKey);
}

function onKey(event) {
  const field = byId("search");
  const isTyping = event.target === field;
  if (event.key === "Escape") {
    if (state.selected !== null) choose(null);
    else if (isTyping && field.value !== "") {
      field.value = "";
      find("");
    } else if (isNarrow.matches) openSheet(false);
  } else if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    field.select();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    moveInList(event, isTyping);
  }
}

/** Arrow keys walk through the list, and from the search field into it and back. */
function moveInList(event, isTyping) {
  const all = byId("side").querySelectorAll(".fold, .entry, .more");
  const entries = [...all].filter((one) => one.offsetParent !== null);
  const at = entries.indexOf(document.activeElement);
  if (at === -1 && !isTyping) return;
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  if (next < 0) byId("search").focus();
  else entries[next]?.focus();
}

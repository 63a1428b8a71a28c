/** The lists beside the map: entities by type, which is its legend too, and what a search found. */
import { byId, count, element, mark } from "./elements.js";
import { isTied } from "./memory.js";

/** Entries that are made at once; the rest comes with a click. */
const PAGE = 100;

/** Builds the groups once. `hidden` is a set of types by index, which this list fills. */
export function listGroups(memory, { hidden, choose, changed }) {
  const [tied, alone] = [
    memory.entities.filter(isTied),
    memory.entities.filter((one) => !isTied(one)),
  ];
  const groups = (members, isOnMap) =>
    [...Map.groupBy(members, ({ type }) => type)]
      .toSorted(([a], [b]) => a - b)
      .map(([type, entities]) =>
        groupOf(memory, { type, entities, isOnMap, hidden, choose, changed }),
      );
  byId("tied").replaceChildren(...groups(tied, true));
  byId("alone").replaceChildren(...groups(alone, false));
  byId("tied-section").hidden = tied.length === 0;
  byId("alone-section").hidden = alone.length === 0;
  byId("tied-count").textContent = tied.length.toLocaleString("en");
  byId("alone-count").textContent = alone.length.toLocaleString("en");
}

function groupOf(memory, { type, entities, isOnMap, hidden, choose, changed }) {
  const look = memory.types[type];
  const list = element("ul", { className: "entries", hidden: true });
  list.id = `${isOnMap ? "tied" : "alone"}-${type}`;
  const fold = element(
    "button",
    {
      type: "button",
      className: "fold",
      "aria-expanded": "false",
      "aria-controls": list.id,
      onclick: () => {
        const isOpen = fold.getAttribute("aria-expanded") === "true";
        fold.setAttribute("aria-expanded", String(!isOpen));
        list.hidden = isOpen;
        if (!isOpen && list.childElementCount === 0)
          fill(list, entities, (one) => entryOf(memory, one, { choose }));
      },
    },
    mark(look),
    element("span", { className: "name", textContent: look.name, title: look.name }),
    element("span", { className: "soft", textContent: entities.length.toLocaleString("en") }),
  );
  const row = element("div", { className: "group" }, fold);
  if (isOnMap) row.append(eye(look.name, type, { hidden, changed }));
  return element("li", {}, row, list);
}

/** Shows or hides a type on the map. */
function eye(name, type, { hidden, changed }) {
  const box = element("input", {
    type: "checkbox",
    checked: true,
    title: "On the map",
    "aria-label": `Show ${name} on the map`,
    onchange: () => {
      if (box.checked) hidden.delete(type);
      else hidden.add(type);
      changed();
    },
  });
  return box;
}

function fill(list, items, render) {
  const add = (from) => {
    list.append(...items.slice(from, from + PAGE).map((item) => element("li", {}, render(item))));
    const left = items.length - from - PAGE;
    if (left <= 0) return;
    const more = element("button", {
      type: "button",
      className: "more",
      textContent: `${left.toLocaleString("en")} more`,
    });
    const item = element("li", {}, more);
    more.onclick = () => {
      item.remove();
      const first = list.childElementCount;
      add(from + PAGE);
      list.children[first]?.querySelector("button")?.focus();
    };
    list.append(item);
  };
  add(0);
}

function entryOf(memory, { id, title, name, type }, { choose, text = null }) {
  const says = element("span", { className: "name", textContent: title });
  const entry = element(
    "button",
    { type: "button", className: "entry", title: name, onclick: () => choose(id) },
    ...(text === null ? [] : [mark(memory.types[type])]),
    text
      ? element(
          "span",
          { className: "name two" },
          says,
          element("span", { className: "soft", textContent: text }),
        )
      : says,
  );
  entry.dataset.id = String(id);
  return entry;
}

/** What a search found, in the place of the groups. `text` of each is the fact that answers, or "". */
export function listFound(memory, { entities, read, choose }) {
  const list = byId("results");
  list.replaceChildren();
  fill(list, entities, ({ id, text }) => entryOf(memory, memory.entities[id], { choose, text }));
  const note = read.length > 0 ? ` Read ${read.join(", ")}.` : "";
  byId("found").textContent =
    entities.length === 0
      ? `Nothing found.${note} Try a name, a number or another word for it.`
      : `${count(entities.length, "entity", "entities")} found, the best first.${note}`;
}

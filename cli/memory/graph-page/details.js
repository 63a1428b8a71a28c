/** The panel of one entity: its facts with their dates, its relations both ways. */
import { byId, dot, element } from "./elements.js";
import { day } from "./memory.js";

/** More than a person reads at once; the rest comes with a click. */
const SHOWN = 200;

export function showDetails(memory, entity, { choose, close }) {
  const panel = byId("details");
  const type = memory.types[entity.type];
  const closing = element("button", { type: "button", textContent: "Close", onclick: close });
  closing.setAttribute("aria-keyshortcuts", "Escape");
  panel.replaceChildren(
    element("header", {}, element("h2", { textContent: entity.name }), closing),
    element(
      "p",
      { className: "kind" },
      dot(type.color),
      element("span", { textContent: type.name }),
    ),
    element("p", { className: "soft", textContent: `First written: ${day(entity.at)}` }),
    ...section("Observations", entity.observations, "observations", ({ text, at }) => [
      text,
      // Where nothing of an entity has a date, the line above says so once.
      at === null && entity.at === null
        ? ""
        : element(
            "time",
            at === null
              ? { textContent: day(at) }
              : { textContent: day(at), dateTime: at, title: at },
          ),
    ]),
    ...section("Relations from here", entity.outgoing, "relations", ({ how, to }) => [
      link(memory, memory.entities[to], { before: `${how} →`, choose }),
    ]),
    ...section("Relations to here", entity.incoming, "relations", ({ how, from }) => [
      link(memory, memory.entities[from], { after: `${how} → this`, choose }),
    ]),
  );
  panel.hidden = false;
  panel.scrollTop = 0;
}

function section(title, items, className, render) {
  if (items.length === 0) return [];
  const list = element("ul", { className });
  const add = (from, to) =>
    list.append(...items.slice(from, to).map((item) => element("li", {}, ...render(item))));
  add(0, SHOWN);
  const parts = [element("h3", { textContent: `${title} (${items.length})` }), list];
  if (items.length > SHOWN) {
    const more = element("button", {
      type: "button",
      textContent: `Show the other ${items.length - SHOWN}`,
      onclick: () => {
        add(SHOWN, items.length);
        more.remove();
      },
    });
    parts.push(more);
  }
  return parts;
}

function link(memory, entity, { before, after, choose }) {
  const how = (textContent) => element("span", { className: "how", textContent });
  return element(
    "button",
    { type: "button", className: "entry", onclick: () => choose(entity.id) },
    ...(before === undefined ? [] : [how(before)]),
    dot(memory.types[entity.type].color),
    element("span", { className: "name", textContent: entity.name }),
    ...(after === undefined ? [] : [how(after)]),
  );
}

/** The panel of one entity: its facts with their dates, its relations both ways, and what says so. */
import { byId, element, mark } from "./elements.js";
import { day, isDerived, reasonFor } from "./memory.js";

/** More than a person reads at once; the rest comes with a click. */
const SHOWN = 200;

export function showDetails(memory, entity, { choose, close }) {
  const panel = byId("details");
  const type = memory.types[entity.type];
  const closing = element("button", {
    type: "button",
    className: "quiet",
    textContent: "Close",
    onclick: close,
  });
  closing.setAttribute("aria-keyshortcuts", "Escape");
  const relations = [
    ...entity.outgoing.map((relation) => ({ relation, other: relation.to, isFrom: true })),
    ...entity.incoming.map((relation) => ({ relation, other: relation.from, isFrom: false })),
  ];
  const recorded = relations.filter(({ relation }) => !isDerived(relation));
  const derived = relations.filter(({ relation }) => isDerived(relation));
  panel.replaceChildren(
    element(
      "header",
      {},
      element("p", { className: "kind" }, mark(type), element("span", { textContent: type.name })),
      closing,
    ),
    element("h2", { textContent: entity.title, tabIndex: -1 }),
    ...(entity.title === entity.name
      ? []
      : [element("p", { className: "id", textContent: entity.name })]),
    element("p", { className: "soft", textContent: whence(entity) }),
    ...section("Facts", entity.observations, "observations", ({ text, at }) => [
      text,
      ...dateOf(entity, at),
    ]),
    ...section("Relations", recorded, "relations", (one) => [link(memory, one, choose)]),
    ...section("Said by the facts, recorded by nobody", derived, "relations", (one) => [
      link(memory, one, choose),
      element("p", { className: "because", textContent: `“${reasonFor(memory, one.relation)}”` }),
    ]),
  );
  panel.hidden = false;
  panel.scrollTop = 0;
}

function whence({ row, at, observations }) {
  if (row !== 0) return `First written: ${day(at)}`;
  return observations.length > 0
    ? "From the constitution; the memory has no entity of this name."
    : "Only named: the memory has no entity of this name.";
}

/** Where nothing of an entity has a date, the line above says so once. */
function dateOf(entity, at) {
  if (at === null && entity.at === null) return [];
  const properties = at === null ? {} : { dateTime: at, title: at };
  return [element("time", { textContent: day(at), ...properties })];
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

function link(memory, { relation, other, isFrom }, choose) {
  const { id, title, name, type } = memory.entities[other];
  const how = element("span", {
    className: "how",
    textContent: isFrom ? `${relation.how} →` : `← ${relation.how}`,
  });
  return element(
    "button",
    { type: "button", className: "entry", title: name, onclick: () => choose(id) },
    how,
    element(
      "span",
      { className: "pair" },
      mark(memory.types[type]),
      element("span", { className: "name", textContent: title }),
    ),
  );
}

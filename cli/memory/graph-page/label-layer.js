/** The titles over the map, as elements: sharp at any size, in the page's own colours, and none over another. */
import { byId, element } from "./elements.js";
import { linesOf, placeLabels, placeOnLines } from "./labels.ts";

/** Characters in a line and lines of a title, of one that is looked at, of what a relation is called. */
const PLAIN = { chars: 24, lines: 2, className: "label" };
const HUB = { chars: 28, lines: 2, className: "label hub" };
const LOOKED_AT = { chars: 40, lines: 4, className: "label strong" };
const ON_LINE = { chars: 30, lines: 1, className: "label line" };

/** `layer` lies over the map and takes no clicks. */
export function labelLayer(layer) {
  const shown = new Map();
  const sizes = new Map();
  const frames = new Map();
  const context = document.createElement("canvas").getContext("2d");
  let placed = [];

  /** Size in pixels of a text in a style; a canvas measures a thousand while the page lays out ten. */
  const sizeOf = (text, style) => {
    const key = `${style.className}\n${text}`;
    let size = sizes.get(key);
    if (size === undefined) {
      const { font, lineHeight, aside, above } = frames.get(style) ?? frameOf(style);
      context.font = font;
      const lines = linesOf(text, style.chars, style.lines);
      const widths = lines.map((line) => context.measureText(line).width);
      // A pixel more than was measured: no line may be broken for a part of one.
      const width = Math.ceil(Math.max(0, ...widths)) + 1 + aside;
      size = { width, height: Math.ceil(lines.length * lineHeight + above) };
      if (sizes.size > 20_000) sizes.clear();
      sizes.set(key, size);
    }
    return size;
  };

  /** What the page's style puts around a text. */
  const frameOf = (style) => {
    const probe = made("x", style);
    layer.append(probe);
    const computed = getComputedStyle(probe);
    const sum = (...names) =>
      names.reduce((all, name) => all + Number.parseFloat(computed.getPropertyValue(name)), 0);
    const frame = {
      font: `${computed.fontWeight} ${computed.fontSize} ${computed.fontFamily}`,
      lineHeight: Number.parseFloat(computed.lineHeight),
      aside: sum("padding-left", "padding-right", "border-left-width", "border-right-width"),
      above: sum("padding-top", "padding-bottom", "border-top-width", "border-bottom-width"),
    };
    probe.remove();
    frames.set(style, frame);
    return frame;
  };

  return {
    styles: { PLAIN, HUB, LOOKED_AT, ON_LINE },
    /** `wishes` in the order of importance, each with `text` and `style`; `lines` the same for relations. */
    draw(wishes, lines, ground) {
      const overlays = [...layer.parentElement.querySelectorAll("[data-over-map]")];
      const frame = layer.getBoundingClientRect();
      const taken = overlays
        .filter((one) => one.offsetParent !== null)
        .map((one) => {
          const { left, top, width, height } = one.getBoundingClientRect();
          return { left: left - frame.left, top: top - frame.top, width, height };
        });
      const on = { width: frame.width, height: frame.height, taken, marks: ground.marks };
      const sized = (wish) => ({ ...wish, ...sizeOf(wish.text, wish.style) });
      const known = new Map();
      const remembered = function* (all) {
        for (const wish of all) {
          known.set(wish.id, wish);
          yield sized(wish);
        }
      };
      placed = placeLabels(remembered(wishes), on);
      const onLines = placeOnLines(remembered(lines), on, placed);
      const wanted = new Set();
      for (const { id, left, top } of [...placed, ...onLines]) {
        const { text, style } = known.get(id);
        const key = `${id}\n${style.className}\n${text}`;
        wanted.add(key);
        let label = shown.get(key);
        if (label === undefined) {
          label = made(text, style);
          layer.append(label);
          shown.set(key, label);
        }
        label.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
      }
      for (const [key, label] of shown) {
        if (wanted.has(key)) continue;
        label.remove();
        shown.delete(key);
      }
    },
    /** The entity whose title stands at a place of the map; null for none. */
    at({ x, y }) {
      const hit = placed.find(
        ({ left, top, width, height }) =>
          x >= left && x <= left + width && y >= top && y <= top + height,
      );
      return hit === undefined ? null : hit.id;
    },
  };
}

function made(text, { chars, lines, className }) {
  const label = element("div", { className });
  for (const line of linesOf(text, chars, lines))
    label.append(element("span", { textContent: line }));
  return label;
}

/** The layer of the page. */
export const pageLabels = () => labelLayer(byId("labels"));

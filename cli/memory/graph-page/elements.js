/** Builds elements without ever reading text as markup. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  circle: "M8 1.6a6.4 6.4 0 1 1 0 12.8a6.4 6.4 0 1 1 0-12.8z",
  square: "M3.8 2.4h8.4q1.4 0 1.4 1.4v8.4q0 1.4-1.4 1.4h-8.4q-1.4 0-1.4-1.4v-8.4q0-1.4 1.4-1.4z",
  diamond: "M8 .6l7.4 7.4-7.4 7.4L.6 8z",
  triangle: "M8 .9l7.2 12.9H.8z",
  ring: "M8 1.6a6.4 6.4 0 1 1 0 12.8a6.4 6.4 0 1 1 0-12.8zm0 3a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 1 0 0-6.8z",
};

/** The mark of a type, as on the map; the name of the type always stands beside it. */
export function mark({ shape, light, dark }) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  // Properties, because the page's policy forbids styles in attributes; page.css takes one of them.
  svg.style.setProperty("--light", light);
  svg.style.setProperty("--dark", dark);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[shape] ?? PATHS.circle);
  svg.append(path);
  return svg;
}

export const byId = (id) => document.getElementById(id);

export function count(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

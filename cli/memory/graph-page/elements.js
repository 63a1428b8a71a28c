/** Builds elements without ever reading text as markup. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-")) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** A round mark in a type's colour; the name of the type always stands beside it. */
export function dot(color) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 10 10");
  svg.setAttribute("class", "dot");
  svg.setAttribute("aria-hidden", "true");
  const circle = document.createElementNS(space, "circle");
  for (const [name, value] of [
    ["cx", 5],
    ["cy", 5],
    ["r", 5],
    ["fill", color],
  ]) {
    circle.setAttribute(name, value);
  }
  svg.append(circle);
  return svg;
}

export const byId = (id) => document.getElementById(id);

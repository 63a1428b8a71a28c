/** Walking over the map by the keyboard. */
import { nearestTowards } from "./towards.ts";

const DIRECTIONS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/**
 * Arrow keys go from one entity to the next in that direction. `start` gives the one to begin at, `all` those that
 * can be reached; `stand` is told the one that is reached, or null when the map loses the keyboard.
 */
export function walkByKeys(container, { camera, placeOf, start, all, stand, choose }) {
  let cursor = null;
  const setCursor = (id) => {
    cursor = id;
    if (id !== null && !camera.isWellInside(id)) camera.visit(id);
    stand(id);
  };
  const acts = {
    Enter: () => cursor !== null && choose(cursor),
    "+": camera.zoomIn,
    "=": camera.zoomIn,
    "-": camera.zoomOut,
    0: camera.fit,
  };
  // Not in the page's markup: where nothing is drawn there is nothing to walk over.
  container.tabIndex = 0;
  container.addEventListener("focus", () => {
    if (container.matches(":focus-visible")) setCursor(start());
  });
  container.addEventListener("blur", () => setCursor(null));
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    const act = acts[event.key];
    if (direction === undefined && act === undefined) return;
    event.preventDefault();
    if (act !== undefined) return void act();
    const from = placeOf(cursor ?? start());
    const next =
      from === null
        ? null
        : nearestTowards(
            from,
            all().flatMap((id) => placeOf(id) ?? []),
            direction,
          );
    if (next !== null) setCursor(next);
  });
}

/** What of the map is seen. */

const ALL = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
const ZOOM = 1.5;
/** Nearer to the edge than this, an entity is brought into the middle. */
const MARGIN = 60;

/** `placeOf` gives where an entity stands, in pixels. */
export function mapCamera(sigma, { entities, placeOf }) {
  const camera = sigma.getCamera();
  const move = (state) => {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isCalm) camera.setState(state);
    else camera.animate(state, { duration: 250 });
  };
  const zoom = (by) => move({ ratio: camera.getBoundedRatio(camera.ratio * by) });
  const isWellInside = (id) => {
    const place = placeOf(id);
    if (place === null) return false;
    const { width, height } = sigma.getDimensions();
    const { x, y } = place;
    return x > MARGIN && y > MARGIN && x < width - MARGIN && y < height - MARGIN;
  };
  // A view in which some hundred entities have room.
  const close = Math.min(1, Math.sqrt(100 / Math.max(1, entities)));
  return {
    isWellInside,
    /** Brings an entity into the middle, and near; what is seen well already does not pull the map away. */
    visit(id) {
      const at = sigma.getNodeDisplayData(String(id));
      if (at === undefined) return;
      const { ratio } = camera.getState();
      if (ratio <= close && isWellInside(id)) return;
      move({ x: at.x, y: at.y, ratio: Math.min(ratio, close) });
    },
    zoomIn: () => zoom(1 / ZOOM),
    zoomOut: () => zoom(ZOOM),
    fit: () => move(ALL),
  };
}

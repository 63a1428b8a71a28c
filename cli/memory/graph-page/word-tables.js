/** In the place of recall's own tables: the page carries them packed, a tenth of its bytes. */
import { byId } from "./elements.js";

let text = null;

/** Unpacks the tables once; recall needs them before the first question. */
export async function loadWordTables() {
  if (text !== null) return;
  const packed = Uint8Array.from(atob(byId("words").textContent), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  text = JSON.parse(await new Response(stream).text());
}

/**
 * What recall calls in the place of its own tables.
 * @public by the build, see scripts/graph-page.mjs
 */
export const tableText = () => text;

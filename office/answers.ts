/**
 * What the answers of our two servers have in common: how long they may be, how they come in pages, and
 * which arguments count as left out. The memory's server, which stands alone, has the code; the company's reaches it here.
 */
export { ANSWER_BYTES, bytesOf, shortened } from "../mcp-memory/tools/answer-size.ts";
export { given } from "../mcp-memory/tools/given.ts";
export {
  type Listed,
  type PageFields,
  pageInput,
  pageNumbered,
  pageOutput,
  RECORD_BYTES,
  roomBeside,
  splitPages,
} from "../mcp-memory/tools/pages.ts";
export { textPieces } from "../mcp-memory/tools/text-pieces.ts";

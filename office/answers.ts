/**
 * What the answers of our two servers have in common: how long they may be, and which arguments count
 * as left out. The memory's server, which stands alone, has the code; the company's reaches it here.
 */
export { ANSWER_BYTES, bytesOf, shortened } from "../mcp-memory/tools/answer-size.ts";
export { given } from "../mcp-memory/tools/given.ts";

/** Words of others that the record would keep for good: the client's, a provider's, a department's. */
import { findSecret } from "../../mcp-memory/rules/secrets.ts";

/** A sentence on how a run went is shorter; a trace of a bug is cut. */
const KEPT_CHARS = 4_000;

/** The text, cut to size; held back whole where it holds a secret. */
export async function withoutSecret(text: string): Promise<string> {
  // Looked at before it is cut: half a secret is not known as one.
  const found = await findSecret([text.slice(0, 2 * KEPT_CHARS)]);
  if (found !== null) return `(held back: it holds ${found})`;
  return text.length <= KEPT_CHARS ? text : `${text.slice(0, KEPT_CHARS - 1)}…`;
}

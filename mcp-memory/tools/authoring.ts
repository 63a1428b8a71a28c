import type { ReadPolicy } from "../policy.ts";
import type { Author } from "../rules/guarded-store.ts";
import { isAgentId } from "../rules/lesson-form.ts";
import type { WriteOptions } from "../store/store.ts";
import type { OpenStore } from "./answer.ts";

/** What a tool needs that writes in the name of a department. */
export interface Authoring {
  open: OpenStore;
  readPolicy: ReadPolicy;
  author: Author;
  now: () => Date;
}

/**
 * The origin of a write: the store's own when the process knows whom it serves, else what the caller
 * said of itself, marked as only said.
 */
export function originOf(author: Author, declared: string): WriteOptions {
  if (author.agent !== null || !isAgentId(declared)) return {};
  return { by: `${declared} (declared)` };
}

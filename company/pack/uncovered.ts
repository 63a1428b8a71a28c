/** What a pack says it does not cover. */
import type { PackCard } from "./schema.ts";

export interface Uncovered {
  what: string;
  /** Everyday words for it. */
  asked: readonly string[];
}

export function uncoveredOf({ doesNotCover }: Pick<PackCard, "doesNotCover">): Uncovered[] {
  return doesNotCover.map((row) =>
    typeof row === "string" ? { what: row, asked: [] } : { what: row.what, asked: row.asked ?? [] },
  );
}

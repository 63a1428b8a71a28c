/** Entities whose names are nearly what somebody typed. */
import { distance } from "fastest-levenshtein";
import { clip } from "../../company/clip.ts";
import { HqError } from "../../company/error.ts";
import type { Entity } from "../../mcp-memory/graph.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";

/** Names that are shown. */
const SHOWN = 3;

/**
 * `same`: the only entity whose name differs in upper and lower case, accents or blanks alone; null when there is none
 * or several. `near`: names that are a slip of the pen away or end as the word does, the nearest first.
 */
export async function namedLike(
  store: Pick<MemoryStore, "readGraph">,
  name: string,
): Promise<{ same: Entity | null; near: string[] }> {
  const { entities } = await store.readGraph();
  const wanted = folded(name);
  const alike = entities.filter((entity) => folded(entity.name) === wanted);
  const [only, ...others] = alike;
  const ranked = entities
    .map((entity) => ({ name: entity.name, away: awayFrom(entity.name, name) }))
    .filter(({ away }) => away <= Math.max(1, Math.floor(name.length / 4)))
    .sort((one, other) => one.away - other.away);
  return {
    same: only !== undefined && others.length === 0 ? only : null,
    near: ranked.slice(0, SHOWN).map((each) => each.name),
  };
}

/** Letters to change; of a name with parts (`metric:boats`) the last part may be meant. */
function awayFrom(known: string, typed: string): number {
  const parts = [known, ...known.split(":").slice(1)];
  return Math.min(...parts.map((part) => distance(part.toLowerCase(), typed.toLowerCase())));
}

function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .trim();
}

/**
 * The entity that a person names, upper and lower case forgiven.
 * @throws HqError `not-found` with what comes near
 */
export async function requireEntity(
  store: Pick<MemoryStore, "readGraph" | "openNodes">,
  name: string,
): Promise<Entity> {
  const [exact] = (await store.openNodes([name])).entities;
  if (exact !== undefined) return exact;
  const { same, near } = await namedLike(store, name);
  if (same !== null) return same;
  throw new HqError(
    "not-found",
    `Cannot find "${clip(name, 100)}": memory holds no entity of this name.`,
    {
      hint:
        near.length === 0
          ? "Look for it with: hq memory recall WORDS"
          : `Did you mean ${near.map((each) => `"${each}"`).join(", ")}?`,
    },
  );
}

/**
 * Entities whole, in pages. Every entity has its newest facts on the first pages: one with years of
 * values does not push the others back. What stands on one page is in the order in which it was stored.
 */
import { MemoryError } from "../error.ts";
import type { Entity, Graph } from "../graph.ts";
import { bytesOf, shortened } from "./answer-size.ts";
import {
  type Listed,
  type PageFields,
  pageNumbered,
  RECORD_BYTES,
  roomBeside,
  splitPages,
} from "./pages.ts";
import { textPieces } from "./text-pieces.ts";

/** Of one entity before the next one's turn comes. */
const TURN_BYTES = 1_500;
/** A name and a type of signs that JSON writes with six bytes each are cut. */
const HEAD_BYTES = 4_000;
const NOT_FOUND_BYTES = 1_000;
/** Commas and quotes, and the marks of a text that goes on elsewhere. */
const COMMA_BYTES = 1;
const MARKS_BYTES = 20;

export interface ReadEntity {
  name: string;
  entityType: string;
  observations: string[];
  relations: string[];
}

export interface EntitiesPage extends PageFields {
  entities: ReadEntity[];
  notFound: string[];
}

/** A piece of one entity. */
interface Part extends Listed {
  head: ReadEntity;
  turn: number;
  /** Where it stands in its list. */
  at: number;
  list: "observations" | "relations" | null;
  text: string;
  /** The text began before this piece, or goes on after it. */
  began: boolean;
  goesOn: boolean;
}

/** One page of the graph's entities, in their order. Throws `MemoryError` "invalid" for a page there is not. */
export function entitiesPage(
  { entities, relations }: Graph,
  missing: readonly string[],
  paging: { tool: string; page: number | undefined },
): EntitiesPage {
  const notFound = shortened([...missing], NOT_FOUND_BYTES);
  const lines = relationLines(relations);
  const parts = entities.flatMap((entity) => partsOf(entity, lines.get(entity.name) ?? []));
  // Stable: in one turn the entities keep their order.
  parts.sort((a, b) => a.turn - b.turn);
  const room = roomBeside({ entities: [], notFound });
  const found = pageNumbered(splitPages(parts, room, costOf), paging);
  if ("error" in found) throw new MemoryError("invalid", found.error);
  return { entities: shownOf(found.records), notFound, ...found.fields };
}

/** As recall writes them: `depends-on → Farol`, and `Farol → depends-on` where it is the end. */
function relationLines(relations: Graph["relations"]): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  const add = (name: string, line: string) => {
    const known = lines.get(name);
    if (known === undefined) lines.set(name, [line]);
    else known.push(line);
  };
  for (const { from, to, relationType } of relations) {
    add(from, `${relationType} → ${to}`);
    if (to !== from) add(to, `${from} → ${relationType}`);
  }
  return lines;
}

function partsOf({ name, entityType, observations }: Entity, relations: string[]): Part[] {
  const head = shortened({ name, entityType, observations: [], relations: [] }, HEAD_BYTES);
  const newestFirst = [...observations.entries()].reverse();
  const texts = newestFirst.flatMap(([at, text]) => {
    const pieces = text === "" ? [""] : textPieces(text);
    const last = pieces.length - 1;
    return pieces.map((piece, n) => ({
      ...{ list: "observations" as const, at, text: piece, began: n > 0, goesOn: n < last },
      kind: n === 0 ? "observations" : "pieces of long ones",
    }));
  });
  const ends = relations.map((line, at) => ({
    ...{ list: "relations" as const, at, text: shortened(line, RECORD_BYTES) },
    ...{ began: false, goesOn: false, kind: "relations" },
  }));
  const none = { list: null, at: 0, text: "", began: false, goesOn: false, kind: "entities" };
  const all = texts.length + ends.length === 0 ? [none] : [...texts, ...ends];
  let bytes = 0;
  return all.map((part) => {
    const turn = Math.floor(bytes / TURN_BYTES);
    bytes += bytesOf(part.text);
    return { ...part, head, turn };
  });
}

function costOf({ head, text }: Part, before: Part | null): number {
  const own = bytesOf(text) + COMMA_BYTES;
  return before?.head === head ? own : own + bytesOf(head) + COMMA_BYTES + MARKS_BYTES;
}

function shownOf(parts: readonly Part[]): ReadEntity[] {
  const byHead = Map.groupBy(parts, ({ head }) => head);
  return [...byHead].map(([head, own]) => ({
    ...head,
    observations: inPlace(own.filter(({ list }) => list === "observations")),
    relations: inPlace(own.filter(({ list }) => list === "relations")),
  }));
}

/** The texts as they were stored, each put together again as far as it is on this page. */
function inPlace(parts: readonly Part[]): string[] {
  const byPlace = Map.groupBy(parts, ({ at }) => at);
  return [...byPlace]
    .sort(([a], [b]) => a - b)
    .map(([, pieces]) => {
      const text = pieces.map((piece) => piece.text).join("");
      return `${pieces[0]?.began ? "…" : ""}${text}${pieces.at(-1)?.goesOn ? "…" : ""}`;
    });
}

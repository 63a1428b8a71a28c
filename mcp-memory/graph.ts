import { MemoryError } from "./error.ts";
import {
  BATCH_ITEMS,
  BATCH_OBSERVATIONS,
  NAME_CHARS,
  OBSERVATION_CHARS,
  QUERY_CHARS,
  TYPE_CHARS,
} from "./limits.ts";

export interface Entity {
  name: string;
  entityType: string;
  observations: string[];
}

export interface Relation {
  from: string;
  to: string;
  relationType: string;
}

export interface Graph {
  entities: Entity[];
  relations: Relation[];
}

/**
 * A change of one entity by an author who owns some of its lines: observations that begin with one of
 * `replaces` go, `observations` come, and what others wrote on the entity stays.
 */
export interface EntityRevision extends Entity {
  replaces: string[];
}

/** Some observations of one entity: what was asked for, or what was done. */
export interface ObservationsOf {
  entityName: string;
  observations: string[];
}

/** Throws `MemoryError` "invalid" unless the entities may be written. */
export function checkEntities(entities: Entity[]): void {
  checkCount("entities", entities.length);
  for (const entity of entities) {
    checkName("the name of an entity", entity.name);
    checkName(`the type of ${quoted(entity.name)}`, entity.entityType, TYPE_CHARS);
  }
  checkTexts(entities.map(({ name, observations }) => ({ entityName: name, observations })));
}

/** Throws `MemoryError` "invalid" unless the relations may be written. */
export function checkRelations(relations: Relation[]): void {
  checkCount("relations", relations.length);
  for (const { from, to, relationType } of relations) {
    checkName("the start of a relation", from);
    checkName("the end of a relation", to);
    checkName(`the type of a relation from ${quoted(from)}`, relationType, TYPE_CHARS);
  }
}

/** Throws `MemoryError` "invalid" unless the texts may be added to or looked for in entities. */
export function checkObservations(items: ObservationsOf[]): void {
  checkCount("entities", items.length);
  checkTexts(items);
}

/** Throws `MemoryError` "invalid" when one of the texts says nothing: a client makes "" of a null. */
export function checkWords(items: readonly ObservationsOf[]): void {
  for (const { entityName, observations } of items) {
    if (observations.every((text) => text.trim() !== "")) continue;
    refuse(`an observation of ${quoted(entityName)} is empty, expected a text`, "Leave it out.");
  }
}

/** Throws `MemoryError` "invalid" when there are too many names for one call. */
export function checkNames(names: string[]): void {
  checkCount("names", names.length);
}

/** Throws `MemoryError` "invalid" when the query is too long. */
export function checkQuery(query: string): void {
  if (query.length <= QUERY_CHARS) return;
  throw new MemoryError(
    "invalid",
    `Cannot search the memory: the query has ${query.length} characters, expected at most ${QUERY_CHARS}.`,
    { hint: "Search for a few words." },
  );
}

function checkTexts(items: ObservationsOf[]): void {
  let count = 0;
  for (const { entityName, observations } of items) {
    count += observations.length;
    for (const text of observations) {
      if (text.length > OBSERVATION_CHARS) {
        refuse(
          `an observation of ${quoted(entityName)} has ${text.length} characters, expected at most ${OBSERVATION_CHARS}`,
          "Store the fact or the decision, and the path of the file that holds the rest.",
        );
      }
    }
  }
  if (count > BATCH_OBSERVATIONS) {
    refuse(`the call has ${count} observations, expected at most ${BATCH_OBSERVATIONS}`, SPLIT);
  }
}

const SPLIT = "Split it into several calls.";

function checkCount(what: string, count: number): void {
  if (count > BATCH_ITEMS) {
    refuse(`the call has ${count} ${what}, expected at most ${BATCH_ITEMS}`, SPLIT);
  }
}

function checkName(what: string, name: string, limit = NAME_CHARS): void {
  if (name === "") refuse(`${what} is empty, expected a text`, "Give it a name.");
  if (name.length > limit) {
    refuse(`${what} has ${name.length} characters, expected at most ${limit}`, "Shorten it.");
  }
  if (!name.isWellFormed()) {
    refuse(`${what} holds half of a character (an unpaired surrogate)`, "Write it again in full.");
  }
}

function refuse(found: string, hint: string): never {
  throw new MemoryError("invalid", `Cannot use these arguments: ${found}.`, {
    hint: `${hint} Nothing was changed.`,
  });
}

/** A name for an error message: quoted, and cut when it is long. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name);
}

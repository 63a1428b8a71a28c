/**
 * The rules that stand before every write of an agent. Without a company around the memory only
 * secrets are refused: there it is a drop-in for the reference server, whose users name and phrase
 * things as they like.
 */
import {
  checkEntities,
  checkObservations,
  checkRelations,
  checkWords,
  type Entity,
  type Relation,
} from "../graph.ts";
import type { MemoryPolicy, ReadPolicy } from "../policy.ts";
import { dayIn } from "../retention/expiry.ts";
import type { MemoryStore, WriteOptions } from "../store/store.ts";
import { dumpIn } from "./dumps.ts";
import { checkAddedForm, checkEntityForm } from "./entity-form.ts";
import { checkOwner } from "./ownership.ts";
import {
  type Refused,
  refuseDump,
  refuseForms,
  refuseOwner,
  refuseSecret,
  refuseVoices,
} from "./refusal.ts";
import { checkVoice } from "./relation-voice.ts";
import { findSecret } from "./secrets.ts";
import { comesFromOutside, withMark } from "./untrusted.ts";

/** Who writes through a guarded store, as far as code knows. */
export interface Author {
  /** The department that this process serves, `founder`, or null when nobody said. */
  agent: string | null;
  /** The client's session; null when it did not tell. */
  session: string | null;
}

export interface Rules {
  readPolicy: ReadPolicy;
  author: Author;
  now?: () => Date;
}

/**
 * The store with the rules before its writing calls. A call that breaks one rejects with
 * `MemoryError` (`invalid`, `secret`, `dump`, `not-yours`) and changes nothing; the sentence says how to
 * do it right. Texts from outside are kept with a mark. Everything else is the store's own.
 */
export function withRules(store: MemoryStore, rules: Rules): MemoryStore {
  const { author, readPolicy, now = () => new Date() } = rules;
  const today = createDayTeller(now);

  /** Refuses what the author may not touch, and what `check` finds, inside the transaction. */
  const guard = (
    policy: MemoryPolicy | null,
    options: WriteOptions | undefined,
    check: (entity: Entity) => void = () => undefined,
  ): WriteOptions => ({
    ...options,
    check: (entity) => {
      refuseOwner(checkOwner(entity, author.agent, policy));
      check(entity);
      options?.check?.(entity);
    },
  });

  return {
    ...store,
    // The limits come first: the rules need not look through what is too large anyway.
    createEntities: async (entities, options) => {
      checkEntities(entities);
      const policy = await readPolicy();
      await refuseSecrets(
        entities.map(({ name, entityType, observations }) => [
          name,
          [name, entityType, ...observations],
        ]),
      );
      if (policy === null) return store.createEntities(entities, options);
      checkWords(entities.map(({ name, observations }) => ({ entityName: name, observations })));
      for (const entity of entities) refuseOwner(checkOwner(entity, author.agent, policy));
      refuseNewEntities(entities, today(policy));
      return store.createEntities(
        entities.map((entity) => markedEntity(entity, options)),
        options,
      );
    },
    createRelations: async (relations, options) => {
      checkRelations(relations);
      const policy = await readPolicy();
      await refuseSecrets(
        relations.map(({ from, to, relationType }) => [from, [from, to, relationType]]),
      );
      if (policy !== null) refuseVoices(relations.flatMap(voiceOf));
      return store.createRelations(relations, options);
    },
    addObservations: async (additions, options) => {
      const added = additions.map(({ entityName, contents }) => ({
        entityName,
        observations: contents,
      }));
      checkObservations(added);
      const policy = await readPolicy();
      await refuseSecrets(additions.map(({ entityName, contents }) => [entityName, contents]));
      if (policy === null) return store.addObservations(additions, options);
      checkWords(added);
      for (const { entityName, contents } of additions) refuseDump(entityName, dumpIn(contents));
      const day = today(policy);
      const check = (entity: Entity) =>
        refuseForms(
          additions.flatMap(({ entityName, contents }) => {
            if (entityName !== entity.name) return [];
            const problem = checkAddedForm(entity, contents, day);
            return problem === null ? [] : [{ ...problem, name: entityName }];
          }),
          "add",
        );
      const kept = additions.map(({ entityName, contents }) => ({
        entityName,
        contents: marked(entityName, contents, options),
      }));
      return store.addObservations(kept, guard(policy, options, check));
    },
    deleteEntities: async (names, options) =>
      store.deleteEntities(names, guard(await readPolicy(), options)),
    deleteObservations: async (deletions, options) =>
      store.deleteObservations(deletions, guard(await readPolicy(), options)),
    reviseEntities: async (revisions, options) => {
      checkEntities(revisions);
      const policy = await readPolicy();
      await refuseSecrets(revisions.map(({ name, observations }) => [name, observations]));
      if (policy === null) return store.reviseEntities(revisions, options);
      for (const revision of revisions) refuseOwner(checkOwner(revision, author.agent, policy));
      refuseNewEntities(revisions, today(policy));
      const kept = revisions.map((revision) => markedEntity(revision, options));
      return store.reviseEntities(kept, guard(policy, options));
    },
  };
}

/** In every zone a day begins at a quarter of an hour. */
const QUARTER_MS = 15 * 60_000;

/** Tells the company's day. Working it out costs 40 µs, so it is kept while it cannot change. */
function createDayTeller(now: () => Date): (policy: MemoryPolicy) => string {
  let known = { key: "", day: "" };
  return ({ timeZone }) => {
    const instant = now();
    const key = `${timeZone} ${Math.floor(instant.getTime() / QUARTER_MS)}`;
    if (known.key !== key) known = { key, day: dayIn(instant, timeZone) };
    return known.day;
  };
}

/** The texts about an entity as they are kept. */
function marked(name: string, texts: readonly string[], options?: WriteOptions): string[] {
  return texts.map((text) =>
    options?.untrusted === true || comesFromOutside(text, name) ? withMark(text) : text,
  );
}

function markedEntity<Given extends Entity>(entity: Given, options?: WriteOptions): Given {
  return { ...entity, observations: marked(entity.name, entity.observations, options) };
}

function refuseNewEntities(entities: readonly Entity[], today: string): void {
  for (const { name, observations } of entities) refuseDump(name, dumpIn(observations));
  const problems = entities.flatMap((entity): Refused<Entity>[] => {
    const problem = checkEntityForm(entity, today);
    return problem === null ? [] : [{ ...problem, name: entity.name }];
  });
  refuseForms(problems, "remember");
}

function voiceOf(relation: Relation): Refused<Relation>[] {
  const problem = checkVoice(relation);
  return problem === null ? [] : [{ ...problem, name: relation.relationType }];
}

/** Refuses texts that hold a secret. Each comes with the name of its entity; the secret is not repeated. */
async function refuseSecrets(texts: [name: string, texts: string[]][]): Promise<void> {
  // All at once, because that is nearly always the end of it.
  if ((await findSecret(texts.flatMap(([, parts]) => parts))) === null) return;
  for (const [name, parts] of texts) {
    const found = await findSecret(parts);
    if (found !== null) refuseSecret(name, found);
  }
}

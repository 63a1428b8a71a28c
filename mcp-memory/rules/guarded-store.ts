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
  type ObservationsOf,
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
  const { now = () => new Date() } = rules;
  return guardedBy(store, rules, createDayTeller(now));
}

function guardedBy(
  store: MemoryStore,
  rules: Rules,
  today: ReturnType<typeof createDayTeller>,
): MemoryStore {
  const { author, readPolicy } = rules;
  const under = (policy: MemoryPolicy | null): Standing => ({ policy, agent: author.agent });

  return {
    ...store,
    heeding: (signal) => guardedBy(store.heeding(signal), rules, today),
    // The limits come first: the rules need not look through what is too large anyway.
    createEntities: async (entities, options) => {
      checkEntities(entities);
      const policy = await readPolicy();
      await refuseSecrets(entities.map(textsOfNew));
      if (policy === null) return store.createEntities(entities, options);
      checkWords(entities.map(({ name, observations }) => ({ entityName: name, observations })));
      refuseOthersEntities(entities, under(policy));
      refuseNewEntities(entities, today(policy));
      return store.createEntities(markedEntities(entities, options), options);
    },
    createRelations: async (relations, options) => {
      checkRelations(relations);
      const policy = await readPolicy();
      await refuseSecrets(relations.map(textsOfRelation));
      if (policy !== null) refuseVoices(relations.flatMap(voiceOf));
      return store.createRelations(relations, options);
    },
    addObservations: async (additions, options) => {
      const added = additions.map(asObservations);
      checkObservations(added);
      const policy = await readPolicy();
      await refuseSecrets(additions.map(({ entityName, contents }) => [entityName, contents]));
      if (policy === null) return store.addObservations(additions, options);
      checkWords(added);
      for (const { entityName, contents } of additions) refuseDump(entityName, dumpIn(contents));
      const day = today(policy);
      const checked = guarded(under(policy), options, (entity) =>
        refuseAddedForms(entity, additions, day),
      );
      return store.addObservations(markedAdditions(additions, options), checked);
    },
    deleteEntities: async (names, options) =>
      store.deleteEntities(names, guarded(under(await readPolicy()), options)),
    deleteObservations: async (deletions, options) =>
      store.deleteObservations(deletions, guarded(under(await readPolicy()), options)),
    reviseEntities: async (revisions, options) => {
      checkEntities(revisions);
      const policy = await readPolicy();
      await refuseSecrets(revisions.map(({ name, observations }) => [name, observations]));
      if (policy === null) return store.reviseEntities(revisions, options);
      refuseOthersEntities(revisions, under(policy));
      refuseNewEntities(revisions, today(policy));
      return store.reviseEntities(
        markedEntities(revisions, options),
        guarded(under(policy), options),
      );
    },
  };
}

/** What somebody wants added to one entity. */
interface Addition {
  entityName: string;
  contents: string[];
}

/** What decides whose an entity is: the page of the moment, and who writes. */
interface Standing {
  policy: MemoryPolicy | null;
  agent: string | null;
}

/** Refuses what the author may not touch, and what `check` finds, inside the transaction. */
function guarded(
  { policy, agent }: Standing,
  options: WriteOptions | undefined,
  check: (entity: Entity) => void = () => undefined,
): WriteOptions {
  return {
    ...options,
    check: (entity) => {
      refuseOwner(checkOwner(entity, agent, policy));
      check(entity);
      options?.check?.(entity);
    },
  };
}

function refuseOthersEntities(entities: readonly Entity[], { policy, agent }: Standing): void {
  for (const entity of entities) refuseOwner(checkOwner(entity, agent, policy));
}

function refuseAddedForms(entity: Entity, additions: readonly Addition[], today: string): void {
  const problems = additions.flatMap(({ entityName, contents }) => {
    if (entityName !== entity.name) return [];
    const problem = checkAddedForm(entity, contents, today);
    return problem === null ? [] : [{ ...problem, name: entityName }];
  });
  refuseForms(problems, "add");
}

/** An entity's name, and the texts in which a secret may stand. */
type NamedTexts = [name: string, texts: string[]];

function textsOfNew({ name, entityType, observations }: Entity): NamedTexts {
  return [name, [name, entityType, ...observations]];
}

function textsOfRelation({ from, to, relationType }: Relation): NamedTexts {
  return [from, [from, to, relationType]];
}

function asObservations({ entityName, contents }: Addition): ObservationsOf {
  return { entityName, observations: contents };
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

function markedEntities<Given extends Entity>(
  entities: readonly Given[],
  options?: WriteOptions,
): Given[] {
  return entities.map((entity) => ({
    ...entity,
    observations: marked(entity.name, entity.observations, options),
  }));
}

function markedAdditions(additions: readonly Addition[], options?: WriteOptions): Addition[] {
  return additions.map(({ entityName, contents }) => ({
    entityName,
    contents: marked(entityName, contents, options),
  }));
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
async function refuseSecrets(texts: readonly NamedTexts[]): Promise<void> {
  // All at once, because that is nearly always the end of it.
  if ((await findSecret(texts.flatMap(([, parts]) => parts))) === null) return;
  for (const [name, parts] of texts) {
    const found = await findSecret(parts);
    if (found !== null) refuseSecret(name, found);
  }
}

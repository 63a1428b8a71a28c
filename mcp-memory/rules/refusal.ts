/** The sentences by which a write is refused: what was found, what was expected, what to do. */
import { MemoryError } from "../error.ts";
import { type Entity, quoted, type Relation } from "../graph.ts";
import type { FormProblem } from "./entity-form.ts";

/** More than a caller mends in one go. */
const SHOWN = 5;
/** Characters of an example; a longer one is cut in its texts. */
const EXAMPLE_TEXT_CHARS = 120;
const EXAMPLE_LINES = 8;

/** A thing that breaks a rule, and the thing done right. */
export interface Refused<Thing> {
  name: string;
  found: string;
  example: Thing;
}

/** Throws "invalid" when there are problems with the form of entities. */
export function refuseForms(
  problems: readonly (FormProblem & { name: string })[],
  act: "remember" | "add",
): void {
  const [first] = problems;
  if (first === undefined) return;
  const what = act === "add" ? "add to" : "remember";
  throw new MemoryError("invalid", `Cannot ${what} ${quoted(first.name)}: ${listed(problems)}.`, {
    hint: `For example: ${exampleOf(first.example, act)} Nothing was changed.`,
  });
}

/** Throws "invalid" when there are relations in the passive voice. */
export function refuseVoices(problems: readonly Refused<Relation>[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new MemoryError("invalid", `Cannot create the relations: ${listed(problems)}.`, {
    hint: `Swap the ends, for example: ${problems
      .slice(0, SHOWN)
      .map(({ example }) => JSON.stringify(example))
      .join(", ")} Nothing was changed.`,
  });
}

/** Throws "secret". The sentence never repeats the secret, and neither does a name that holds it. */
export function refuseSecret(name: string, kind: string): never {
  throw new MemoryError(
    "secret",
    `Cannot remember this about ${name.length > 60 ? "an entity" : masked(name)}: it holds ${kind}, expected no secret, because every agent and git would keep it.`,
    {
      hint: "Store what it is for and where it is kept (a password manager, an environment variable's name). If it was real, tell the founder to revoke it. Nothing was changed.",
    },
  );
}

/** Throws "dump" when the texts of an entity are one. */
export function refuseDump(name: string, kind: string | null): void {
  if (kind === null) return;
  throw new MemoryError(
    "dump",
    `Cannot remember this about ${quoted(name)}: it is ${kind}, expected facts of a line or two.`,
    {
      hint: "Store what was decided or learned in your own words, and the path or link of the file that holds the rest. Nothing was changed.",
    },
  );
}

/** Throws "not-yours" when there is a reason why the author may not write. */
export function refuseOwner(reason: string | null): void {
  if (reason === null) return;
  throw new MemoryError("not-yours", `Cannot write this: ${reason}.`, {
    hint: "Ask one of them, with the fact and its source; or put it to the founder. Nothing was changed.",
  });
}

function listed(problems: readonly { name: string; found: string }[]): string {
  const shown = problems
    .slice(0, SHOWN)
    .map(({ name, found }, index) => (index === 0 ? found : `${quoted(name)}: ${found}`));
  const more = problems.length - shown.length;
  return `${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

function exampleOf({ name, entityType, observations }: Entity, act: "remember" | "add"): string {
  const texts = observations
    .slice(0, EXAMPLE_LINES)
    .map((text) =>
      text.length > EXAMPLE_TEXT_CHARS ? `${text.slice(0, EXAMPLE_TEXT_CHARS)}…` : text,
    );
  return JSON.stringify(
    act === "add"
      ? { entityName: name, contents: texts }
      : { name, entityType, observations: texts },
  );
}

/** A name that may itself hold the secret: only its first word is safe to say. */
function masked(name: string): string {
  return /^[\w:-]{1,60}$/.test(name) && !/[A-Za-z0-9_-]{20,}/.test(name)
    ? quoted(name)
    : "an entity";
}

/** A fact as somebody typed it, put into the form that code reads, where only one can be meant. */
import { isIsoDate } from "../../company/dates.ts";
import type { Entity } from "../../mcp-memory/graph.ts";
import {
  checkEntityForm,
  FORM_TYPES,
  type FormProblem,
} from "../../mcp-memory/rules/entity-form.ts";

export interface TypedFact {
  name: string;
  observations: readonly string[];
  type?: string | undefined;
}

export interface FactContext {
  /** ISO date in the company's time zone. */
  today: string;
  /** Types that the company's table knows. */
  types: readonly string[];
}

export type RightFact =
  | { kind: "right"; entity: Entity }
  | { kind: "needs-type" }
  | { kind: "wrong-form"; problem: FormProblem };

/** What only one type of entity has. */
const TYPE_OF_LABEL: Readonly<Record<string, string>> = {
  decision: "decision",
  value: "metric",
  "as of": "metric",
  due: "deadline",
  completed: "deadline",
  "last run": "prompt-run",
};

/** The new entity that is meant. */
export function rightFact(
  { name, observations, type }: TypedFact,
  context: FactContext,
): RightFact {
  const entityType = typeMeant({ name, observations, type }, context);
  if (entityType === null) return { kind: "needs-type" };
  const texts = labelled(entityType, observations);
  const entity = named({ name: name.trim(), entityType, observations: texts }, context.today);
  const problem = checkEntityForm(entity, context.today);
  return problem === null
    ? { kind: "right", entity: withDueOfName(entity) }
    : { kind: "wrong-form", problem };
}

/** Texts for an entity that there is: labels without a colon get one. */
export function labelled(entityType: string, texts: readonly string[]): string[] {
  return texts.map((text) => {
    if (entityType !== "deadline") return text;
    const [, label = "", date] =
      /^(due|completed):?\s+(\d{4}-\d{2}-\d{2})$/i.exec(text.trim()) ?? [];
    if (date === undefined) return text;
    return `${label.charAt(0).toUpperCase()}${label.slice(1).toLowerCase()}: ${date}`;
  });
}

/** The date in a deadline's name stands as its Due, so that another day later is known for a move. */
export function withDueOfName(entity: Entity): Entity {
  const due = /:(\d{4}-\d{2}-\d{2})$/.exec(entity.name)?.[1];
  const hasDue = entity.observations.some((text) => /^due:/i.test(text));
  if (entity.entityType !== "deadline" || due === undefined || hasDue) return entity;
  return { ...entity, observations: [`Due: ${due}`, ...entity.observations] };
}

function typeMeant({ name, observations, type }: TypedFact, { types }: FactContext): string | null {
  const known = [...new Set([...FORM_TYPES, ...types])];
  if (type !== undefined) {
    const given = type.trim();
    return known.find((one) => one.toLowerCase() === given.toLowerCase()) ?? given;
  }
  const prefix = /^([a-z][a-z-]*):/i.exec(name.trim())?.[1]?.toLowerCase();
  if (prefix !== undefined && known.includes(prefix)) return prefix;
  const said = observations.flatMap((text) => {
    const label = /^([a-z ]{2,20}):/i.exec(text.trim())?.[1]?.toLowerCase() ?? "";
    return TYPE_OF_LABEL[label] ?? [];
  });
  const [only, ...others] = new Set(said);
  return only !== undefined && others.length === 0 ? only : null;
}

/** With the name that its type has, where that can be one alone. */
function named(entity: Entity, today: string): Entity {
  const dates = entity.name.match(/\d{4}-\d{2}-\d{2}/g) ?? [];
  // A day that is none was meant for another, and nobody knows which.
  if (!dates.every(isIsoDate)) return entity;
  const right = checkEntityForm(entity, today)?.example.name ?? entity.name;
  if (right === entity.name || right.includes("<")) return entity;
  const isDated = dates.length > 0 || entity.observations.some((text) => /^due:/i.test(text));
  return entity.entityType === "deadline" && !isDated ? entity : { ...entity, name: right };
}

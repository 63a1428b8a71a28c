/**
 * The form of the entity types that code reads: what has no name or date in the expected place is
 * never found again by the standup, by retention or by the Improver. Every other type is free.
 */
import { type Entity, quoted } from "../graph.ts";
import { isDate } from "../retention/expiry.ts";
import { DATE, datesIn, nameDate, restOf } from "./dated-names.ts";
import { dateAtStart, newestValue, valuesOf, without } from "./labels.ts";
import {
  isAgentId,
  LESSON_CATEGORIES,
  lessonObservations,
  lessonOf,
  lessonProblems,
} from "./lesson-form.ts";
import { dated, datedSlug, type NameForm, plainSlug } from "./name-form.ts";

/** What is wrong with an entity and how to do it right, or nothing. */
export interface FormProblem {
  /** Part of a sentence: what was found and what was expected. */
  found: string;
  /** The entity done right, from the caller's own data where there is any. */
  example: Entity;
}

interface Form extends NameForm {
  check?(entity: Entity, today: string): FormProblem | null;
}

/** More than an entity has faults one behind the other. */
const FAULTS_MOST = 6;

/** Looks at a new entity. `today` (ISO) goes into examples; the example itself has the form. */
export function checkEntityForm(entity: Entity, today: string): FormProblem | null {
  return withWholeExample((each) => firstProblem(each, today), entity);
}

/** What is told is the first fault; the example has none of them. */
function withWholeExample(
  firstIn: (entity: Entity) => FormProblem | null,
  entity: Entity,
): FormProblem | null {
  const first = firstIn(entity);
  if (first === null) return null;
  let { example } = first;
  for (let left = FAULTS_MOST; left > 0; left -= 1) {
    const next = firstIn(example);
    if (next === null) break;
    example = next.example;
  }
  return { ...first, example };
}

function firstProblem(entity: Entity, today: string): FormProblem | null {
  const type = entity.entityType.trim().toLowerCase();
  const prefix = /^([a-z-]+):(?=\S)/.exec(entity.name)?.[1] ?? "";
  const meant = prefix !== "product" && FORMS.has(prefix) ? prefix : null;
  if (meant !== null && meant !== type) {
    return {
      found: `the name is ${quoted(entity.name)} and the type ${quoted(entity.entityType)}, expected the type "${meant}" for such a name`,
      example: { ...entity, entityType: meant },
    };
  }
  const form = FORMS.get(type);
  if (form === undefined) return null;
  const dates = (entity.name.match(new RegExp(DATE, "g")) ?? []).filter((date) => !isDate(date));
  if (!form.named.test(entity.name) || (form.nameForm.includes("date>") && dates.length > 0)) {
    const why = dates.length > 0 ? ` with a date that does not exist (${dates[0]})` : "";
    return {
      found: `the name is ${quoted(entity.name)}${why}, expected ${form.nameForm}`,
      example: { ...entity, name: form.rename(entity, today) },
    };
  }
  return form.check?.(entity, today) ?? null;
}

/** Labels whose value code reads as a date. */
const DATED_LABELS: ReadonlyMap<string, readonly string[]> = new Map([
  ["deadline", ["Due", "Completed"]],
  ["campaign", ["Completed"]],
  ["metric", ["As of"]],
]);

/**
 * Looks at texts that come to an entity. The example holds the texts alone, the wrong one put right.
 */
export function checkAddedForm(
  entity: Entity,
  added: readonly string[],
  today: string,
): FormProblem | null {
  const coming: Entity = {
    ...{ name: entity.name, entityType: entity.entityType },
    observations: [...added],
  };
  return withWholeExample((each) => firstWrong(each, today), coming);
}

function firstWrong(entity: Entity, today: string): FormProblem | null {
  const { name, observations: added } = entity;
  const type = entity.entityType.trim().toLowerCase();
  for (const label of DATED_LABELS.get(type) ?? []) {
    const wrong = valuesOf(added, label).find((value) => dateAtStart(value) === null);
    if (wrong !== undefined) {
      const right = nameDate(name) ?? today;
      return {
        found: `${label} is ${quoted(wrong)}, expected a real date as YYYY-MM-DD`,
        example: {
          ...entity,
          observations: [...without(entity, label), `${label}: ${label === "Due" ? right : today}`],
        },
      };
    }
  }
  const early = valuesOf(added, "Completed").find((value) => (dateAtStart(value) ?? "") > today);
  if (early !== undefined && (type === "deadline" || type === "campaign")) {
    return {
      found: `Completed is ${quoted(early)}, which is to come, expected the day on which it was done, at most ${today}`,
      example: {
        ...entity,
        observations: [...without(entity, "Completed"), `Completed: ${today}`],
      },
    };
  }
  if (type === "metric") return checkValueDate(entity, today);
  if (type === "prompt-run") return checkLastRun(entity, today);
  return null;
}

/** A new value says of when it is, in itself or by an As of beside it. */
function checkValueDate(entity: Entity, today: string): FormProblem | null {
  const { observations } = entity;
  const undated = valuesOf(observations, "Value").find((value) => datesIn(value).length === 0);
  if (undated === undefined || newestValue(observations, "As of") !== null) return null;
  return {
    found: `the value ${quoted(undated)} does not say of when it is, expected As of: <date> beside it`,
    example: { ...entity, observations: [...observations, `As of: ${today}`] },
  };
}

function checkLesson(entity: Entity): FormProblem | null {
  const lesson = lessonOf(entity.name, entity.observations);
  const problems = lessonProblems(lesson);
  if (problems.length === 0) return null;
  const free = entity.observations.find((text) => !/^[A-Z]\w+:/.test(text));
  const summary = lesson.summary || free || "<what went wrong, one sentence>";
  const observations = lessonObservations({
    ...lesson,
    agent: isAgentId(lesson.agent) ? lesson.agent : "founder",
    category: LESSON_CATEGORIES.find((known) => known === lesson.category) ?? "process",
    summary,
    detail: lesson.detail || "<how it came about and what it cost>",
    action: lesson.action || "<who changes what, so that it does not happen again>",
  });
  return { found: problems.join("; "), example: { ...entity, observations } };
}

function checkDeadline(entity: Entity, today: string): FormProblem | null {
  const wrong = checkAddedForm(entity, entity.observations, today);
  if (wrong !== null) return wrong;
  const named = nameDate(entity.name);
  const due = dateAtStart(newestValue(entity.observations, "Due") ?? "");
  const slug = deadlineSlug(entity);
  if (due === null && named === null) {
    const observations = [`Due: ${today}`, ...entity.observations];
    return {
      found: "it has no date, expected Due: <date>",
      example: { ...entity, name: `deadline:${slug}:${today}`, observations },
    };
  }
  if (due === null || named === null || named === due) return null;
  return {
    found: `the name says ${named} and Due says ${due}, expected one date`,
    example: { ...entity, name: `deadline:${slug}:${due}` },
  };
}

function checkMetric(entity: Entity, today: string): FormProblem | null {
  const value = newestValue(entity.observations, "Value");
  if (value === null) {
    const [first = "<value>", ...rest] = without(entity, "Value", "As of");
    return {
      found: "it has no Value, expected Value: <value> and As of: <date>",
      example: {
        ...entity,
        observations: [`Value: ${first} (${today})`, `As of: ${today}`, ...rest],
      },
    };
  }
  if (newestValue(entity.observations, "As of") === null) {
    return {
      found: "it does not say of when it is, expected As of: <date>",
      example: {
        ...entity,
        observations: [...entity.observations, `As of: ${datesIn(value)[0] ?? today}`],
      },
    };
  }
  return checkAddedForm(entity, entity.observations, today);
}

function checkLastRun(entity: Entity, today: string): FormProblem | null {
  const wrong = valuesOf(entity.observations, "Last run").find(
    (value) => dateAtStart(value) === null || Number.isNaN(Date.parse(value)),
  );
  if (wrong === undefined) return null;
  return {
    found: `Last run is ${quoted(wrong)}, expected an ISO instant; record_prompt_run writes it by itself`,
    example: {
      ...entity,
      observations: [`Last run: ${today}T09:00:00Z`, ...without(entity, "Last run")],
    },
  };
}

function checkPromptRun(entity: Entity, today: string): FormProblem | null {
  if (newestValue(entity.observations, "Last run") !== null) return checkLastRun(entity, today);
  return {
    found:
      "it has no Last run, expected Last run: <ISO instant>; record_prompt_run writes it by itself",
    example: {
      ...entity,
      observations: [`Last run: ${today}T09:00:00Z`, ...without(entity, "Last run")],
    },
  };
}

function checkDecision(entity: Entity): FormProblem | null {
  if (entity.observations.some((text) => text.trim() !== "")) return null;
  return {
    found: "it has no observation, expected what was decided and why",
    example: {
      ...entity,
      observations: ["Decision: <what>", "Reason: <why>", "Decided by: <who>"],
    },
  };
}

const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    "product",
    {
      named: /^(?!product:)/i,
      nameForm: "the product's own name, as in the Products table",
      rename: ({ name }) => name.replace(/^product:\s*/i, "") || "<name>",
    },
  ],
  ["decision", { ...datedSlug("decision"), check: checkDecision }],
  ["lesson", { ...datedSlug("lesson"), check: checkLesson }],
  [
    "deadline",
    {
      named: /^deadline:\S+$/,
      nameForm: "deadline:<slug>:<due date>",
      rename: (entity, today) => {
        const due = dateAtStart(newestValue(entity.observations, "Due") ?? "");
        return `deadline:${deadlineSlug(entity)}:${due ?? nameDate(entity.name) ?? today}`;
      },
      check: checkDeadline,
    },
  ],
  ["metric", { ...plainSlug("metric"), check: checkMetric }],
  ["client", plainSlug("client")],
  [
    "campaign",
    {
      ...plainSlug("campaign"),
      check: (entity, today) => checkAddedForm(entity, entity.observations, today),
    },
  ],
  ["standup", dated("standup")],
  ["trend-scan", dated("trend-scan")],
  ["prompt-run", { ...plainSlug("prompt-run", "prompt"), check: checkPromptRun }],
]);

/** The types that have a form. */
export const FORM_TYPES: readonly string[] = [...FORMS.keys()];

function deadlineSlug(entity: Entity): string {
  return restOf(entity.name, "deadline") || "<slug>";
}

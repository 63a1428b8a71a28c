/** What a new company knows on its first day. */
import { obligationState } from "../company/calendar.ts";
import { slugOf } from "../company/slug.ts";
import type { Entity, EntityRevision } from "../mcp-memory/graph.ts";
import type { Answers } from "./answers.ts";
import type { CountryObligation } from "./country-skills.ts";
import type { ProductAnswer } from "./product-answer.ts";

export interface MemorySeed {
  answers: Answers;
  /** ISO date in the company's time zone. */
  today: string;
  now: Date;
  version: string;
  obligations: readonly CountryObligation[];
  /** The tasks on the board that the first week begins with. */
  firstTasks: readonly { id: string; title: string }[];
}

/** The entities in the order in which they are written; names that exist are skipped later. */
export function seedEntities(seed: MemorySeed): Entity[] {
  return [
    ...seed.answers.products.map((product) => productEntity(product, seed.today, "hq init")),
    decisionEntity(seed),
    ...seed.obligations.flatMap((duty) => dutyEntity(duty, seed)),
  ];
}

/** What the founder says of a product, on an ISO date, when asked by this command. */
function productEntity(product: ProductAnswer, today: string, asked: string): Entity {
  const { name, status, stack, url, socialUrl, note } = product;
  const observations = [
    `Status: ${status}`,
    stack === "" ? "" : `Stack: ${stack}`,
    url === "" ? "" : `URL: ${url}`,
    socialUrl === "" ? "" : `Social URL: ${socialUrl}`,
    note === "" ? "" : `Note: ${note}`,
    `As of: ${today}`,
    `Source: the founder, at ${asked}`,
  ];
  return { name, entityType: "product", observations: observations.filter((line) => line !== "") };
}

/** Labels of what the founder says of a product; an older line with one of them is no longer true. */
const SAID = [
  "Status: ",
  "Stack: ",
  "URL: ",
  "Social URL: ",
  "Note: ",
  "As of: ",
  "Source: the founder, at hq",
];

/** The same for a product that memory may know: its lines come anew, others on it stay. */
export function productRevision(product: ProductAnswer, today: string): EntityRevision {
  return { ...productEntity(product, today, "hq setup"), replaces: SAID };
}

function decisionEntity(seed: MemorySeed): Entity {
  const { answers, today, version, firstTasks } = seed;
  return {
    name: `decision:${today}:company-runs-on-solo-hq`,
    entityType: "decision",
    observations: [
      `Decision: ${answers.company} runs on Solo HQ ${version} from ${today} on.`,
      `Decided by: ${answers.founder}`,
      `Departments on board: ${answers.departments.join(", ")}. What belongs to another one goes to the founder.`,
      ...firstTasks.map(({ id, title }) => `First week: ${id} ${title}`),
    ],
  };
}

/**
 * A duty with its source. One that concerns everybody is a deadline with its next date; one that
 * the founder must first decide on is an `obligation` without a date: its row in the constitution
 * gives the dates, and when the founder takes the row out, nothing nags on.
 */
function dutyEntity(duty: CountryObligation, seed: MemorySeed): Entity[] {
  // A pack knows the source and the days of its duties, and the founder's answers say what applies.
  if (duty.packDuty !== undefined) return [];
  const { answers, today, now } = seed;
  const { nextDue } = obligationState({
    rule: { schedule: duty.schedule.replaceAll("`", ""), warnDays: 0 },
    timeZone: answers.timeZone,
    now,
    since: today,
    completedDueDates: [],
  });
  if (nextDue === null) return [];
  const common = [
    `Owner: ${answers.departments.includes(duty.agent) ? duty.agent : "founder"}`,
    `Source: ${duty.source}`,
    `Skill: ${duty.skill}`,
    ...(duty.appliesTo === "" ? [] : [`Applies to: ${duty.appliesTo}`]),
  ];
  const slug = slugOf(duty.obligation);
  if (!duty.needsCheck) {
    const observations = [`Due: ${nextDue}`, ...common];
    return [{ name: `deadline:${slug}:${nextDue}`, entityType: "deadline", observations }];
  }
  const check = "To check: the founder has not yet said that this duty applies.";
  const observations = [`First due: ${nextDue}`, ...common, check];
  return [{ name: `obligation:${slug}`, entityType: "obligation", observations }];
}

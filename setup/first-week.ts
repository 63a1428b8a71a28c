/** The first week of a new company: concrete tasks, each with a date, an owner and where to look. */

import type { ProductStatus } from "../company/constitution/types.ts";
import { addDays } from "../company/dates.ts";
import type { Answers } from "./answers.ts";
import type { CountryObligation } from "./country-skills.ts";
import { COORDINATOR } from "./departments.ts";
import type { ProductAnswer } from "./product-answer.ts";

export interface FirstTask {
  title: string;
  agent: string;
  /** ISO date. */
  due: string;
  /** Lines that stand under the task on the board. */
  notes: string[];
}

export interface FirstWeekInput {
  answers: Answers;
  /** ISO date in the company's time zone. */
  today: string;
  obligations: readonly CountryObligation[];
  /** Questions of the country's pack that the founder has not answered. */
  openQuestions: number;
  /** Paths that the company has, so that no task points at nothing. */
  has(path: string): boolean;
}

/** The tasks in the order in which they help; never empty. */
export function firstWeekTasks(input: FirstWeekInput): FirstTask[] {
  return [
    ...repositoryTasks(input),
    ...productTasks(input),
    ...obligationTasks(input),
    ...moneyTasks(input),
    ...voiceTasks(input),
    ...directionTasks(input),
    ...privacyTasks(input),
    ...reviewTasks(input),
  ];
}

function repositoryTasks({ today }: FirstWeekInput): FirstTask[] {
  return [
    {
      title: "Run hq doctor, mend what it finds, and commit the company to a private repository",
      agent: "founder",
      due: weekday(today, 0),
      notes: [],
    },
  ];
}

function productTasks({ answers, today }: FirstWeekInput): FirstTask[] {
  const due = weekday(today, 1);
  const table = "Products in .github/copilot-instructions.md";
  if (answers.products.length === 0) {
    return [
      {
        title: `Write the first product into the table ${table}`,
        agent: "founder",
        due,
        notes: [],
      },
    ];
  }
  const incomplete = answers.products.filter(({ stack, url }) => stack === "" || url === "");
  if (incomplete.length === 0) return [];
  const names = incomplete.map(({ name }) => name).join(", ");
  return [
    {
      title: `Fill in the stack and links of ${names} in the table ${table}`,
      agent: "founder",
      due,
      notes: [],
    },
  ];
}

function obligationTasks({
  answers,
  today,
  obligations,
  openQuestions,
}: FirstWeekInput): FirstTask[] {
  if (obligations.length === 0) {
    return [
      {
        title: `Have an accountant in ${answers.country} list the company's tax and social security duties with law and dates, and write them into the table Obligations in .github/copilot-instructions.md`,
        agent: "founder",
        due: weekday(today, 4),
        notes: [],
      },
    ];
  }
  const skills = [...new Set(obligations.map(({ skill }) => skill))];
  const open = obligations.filter(({ needsCheck }) => needsCheck);
  const tasks: FirstTask[] = [
    {
      title: `Check the ${obligations.length} obligations of ${answers.country} against their sources in ${skills.join(" and ")}`,
      agent: onBoard(answers, "accountant", "founder"),
      due: weekday(today, 3),
      notes: obligations.map(({ obligation, source }) => `${obligation}: ${source}`),
    },
  ];
  if (obligations.some(({ packDuty }) => packDuty !== undefined)) {
    if (openQuestions > 0) {
      tasks.push({
        title: "Answer the questions that decide which of these apply: hq setup",
        agent: "founder",
        due: weekday(today, 2),
        notes: [],
      });
    }
  } else if (open.length > 0) {
    const names = open.map(({ obligation }) => obligation).join(", ");
    tasks.push({
      title: `Decide which of these apply and take the others out of the table Obligations: ${names}`,
      agent: "founder",
      due: weekday(today, 4),
      notes: open.map(({ obligation, appliesTo }) => `${obligation} applies to: ${appliesTo}`),
    });
  }
  return tasks;
}

function moneyTasks({ answers, today, has }: FirstWeekInput): FirstTask[] {
  const page = ".github/skills/cash-flow/SKILL.md";
  return [
    {
      title: `Record cash in the bank, monthly costs and monthly income as metrics with their source${has(page) ? ` (${page})` : ""}`,
      agent: onBoard(answers, "cfo", "founder"),
      due: weekday(today, 2),
      notes: [],
    },
  ];
}

function voiceTasks({ answers, today, has }: FirstWeekInput): FirstTask[] {
  const agent = onBoard(answers, "marketing", "founder");
  const tasks: FirstTask[] = [];
  if (has(".github/skills/voice/SKILL.md")) {
    tasks.push({
      title:
        "Ask the founder the voice questions and store the answers (.github/skills/voice/SKILL.md)",
      agent,
      due: weekday(today, 2),
      notes: [],
    });
  }
  if (answers.products.length > 0 && has(".github/skills/draft-post/SKILL.md")) {
    tasks.push({
      title: `Draft the first post about ${furthest(answers)?.name ?? "the product"} with /draft-post into Marketing/drafts`,
      agent,
      due: weekday(today, 4),
      notes: [],
    });
  }
  return tasks;
}

/** Whose post says most: what people can use comes before what is only planned. */
const BY_REACH: readonly ProductStatus[] = [
  "live",
  "beta",
  "building",
  "idea",
  "paused",
  "retired",
];

/** The product that is furthest on; of several the one that was named first. */
function furthest({ products }: Answers): ProductAnswer | undefined {
  return products.toSorted((a, b) => BY_REACH.indexOf(a.status) - BY_REACH.indexOf(b.status))[0];
}

function directionTasks({ answers, today }: FirstWeekInput): FirstTask[] {
  return [
    {
      title:
        "Decide the one goal of this quarter and what would prove it, and store it as a decision in memory",
      agent: onBoard(answers, "ceo", "founder"),
      due: weekday(today, 3),
      notes: [],
    },
  ];
}

function privacyTasks({ answers, today, has }: FirstWeekInput): FirstTask[] {
  const page = ".github/skills/gdpr-basics/SKILL.md";
  if (!has(page)) return [];
  return [
    {
      title: `List where personal data of customers is kept, why and for how long (${page})`,
      agent: onBoard(answers, "lawyer", "founder"),
      due: weekday(today, 5),
      notes: [],
    },
  ];
}

function reviewTasks({ today, has }: FirstWeekInput): FirstTask[] {
  const command = has(".github/skills/weekly-review/SKILL.md") ? " with /weekly-review" : "";
  return [
    {
      title: `Close the first week${command}: what was done, what was learned, what comes next`,
      agent: COORDINATOR,
      due: weekday(today, 7),
      notes: [],
    },
  ];
}

function onBoard({ departments }: Answers, id: string, otherwise: string): string {
  return departments.includes(id) ? id : otherwise;
}

/** `days` after `today`, moved to Monday when it falls on a weekend. */
function weekday(today: string, days: number): string {
  const date = addDays(today, days);
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 6 ? addDays(date, 2) : day === 0 ? addDays(date, 1) : date;
}

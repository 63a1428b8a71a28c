/**
 * The files of a country pack as zod schemas. Packs are data that many hands write: every text has a
 * length, every list an end, and what is not named here is refused.
 */
import { z } from "zod";
import {
  answers,
  asked,
  code,
  id,
  isoDate,
  line,
  rows,
  source,
  when,
  year,
} from "./schema-cells.ts";

/** What a row of law is about. */
const SUBJECTS = [
  "imprint",
  "consumers",
  "complaints",
  "records",
  "cookies",
  "privacy",
  "ai",
  "contracts",
  "security",
  "insurance",
  "platforms",
  "tax",
  "company",
] as const;

const grace = z.strictObject({
  id,
  /** What falls due in this month may be done until its last day, business day or not. */
  month: z.int().min(1).max(12),
  source,
});

/** Words alone, or with everyday words for it by which a question is told to be left out. */
const uncovered = z.union([line(200), z.strictObject({ what: line(200), asked })]);

export const packSchema = z.strictObject({
  code,
  name: line(60),
  /** ISO 3166-1; null for a layer that several countries share. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "an ISO 3166-1 code such as PT")
    .nullable(),
  version: isoDate,
  languages: z.array(z.string().regex(/^[a-z]{2}$/, "a code such as pt")).max(10),
  regions: rows(z.strictObject({ id, name: line(60) })),
  inherits: z.array(code).max(3),
  covers: z.array(line(200)).min(1).max(30),
  doesNotCover: z.array(uncovered).min(1).max(60),
  maintainer: line(100),
  /** Who checked it as a professional; null while nobody did. */
  reviewer: z.strictObject({ name: line(100), on: isoDate }).nullable(),
  licence: line(40),
  /** The skill that `hq pack pages` makes of the law; none when left out. */
  lawSkill: z
    .strictObject({
      name: id,
      // It stands in front matter, where a colon would begin another field.
      description: line(160).regex(/^[^:#"'[\]{}]+$/, "words without : # quotes and brackets"),
    })
    .optional(),
  graces: rows(grace),
});

const dueDay = z.union([
  z.strictObject({
    /** Months after the period's last one; below 0 while it still runs. */
    months: z.int().min(-12).max(24),
    day: z.union([z.int().min(1).max(31), z.literal("last")]),
  }),
  z.strictObject({ days: z.int().min(0).max(400) }),
  z.strictObject({ businessDays: z.int().min(1).max(100) }),
]);

const schedule = z.strictObject({
  every: z.enum(["month", "quarter", "year"]),
  /** Which of them: months 1 to 12, quarters 1 to 4; all when left out. */
  of: z.array(z.int().min(1).max(12)).min(1).max(12).optional(),
  due: dueDay,
  /** Of a duty with several days for one period: `first payment`. */
  part: line(60).optional(),
});

const duty = z.strictObject({
  id,
  name: line(80),
  agent: id,
  warnDays: z.int().min(0).max(366),
  when: when.optional(),
  /** The first period: the one in which the answer lies, moved by months or to a later year. */
  starts: z
    .union([
      z.strictObject({ question: id, months: z.int().min(0).max(60) }),
      z.strictObject({ question: id, years: z.int().min(0).max(10) }),
    ])
    .optional(),
  schedules: z.array(schedule).min(1).max(12),
  shift: z.enum(["next", "previous", "none"]),
  grace: id.optional(),
  /** Single days that an authority moved: by the day that the law names. */
  exceptions: rows(z.strictObject({ due: isoDate, until: isoDate, source })).optional(),
  /** Money must have arrived: a bank moves it on business days only. */
  payment: z.boolean(),
  /** Ids of the facts that a filing rests on: it is not ready while one of them has expired. */
  facts: z.array(id).max(20).optional(),
  where: line(200),
  proof: line(200),
  note: line(400).optional(),
  asked,
  source,
});

export const dutiesSchema = z.strictObject({
  duties: rows(duty),
  /** What a founder may expect and need not do, and why. */
  notDue: rows(
    z.strictObject({
      id,
      name: line(100),
      because: line(400),
      when: when.optional(),
      asked,
      source,
    }),
  ),
});

export const holidaysSchema = z.strictObject({
  holidays: rows(
    z.strictObject({
      id,
      name: line(80),
      /** `12-25`, or days from Easter Sunday. */
      on: z.union([
        z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "a day such as 12-25"),
        z.strictObject({ easter: z.int().min(-60).max(70) }),
      ]),
      region: id.optional(),
      from: year.optional(),
      until: year.optional(),
      source,
    }),
  ),
  /** Questions whose answer is one more holiday, such as the municipality's day. */
  asked: z.array(id).max(5),
});

export const questionsSchema = z.strictObject({
  questions: rows(
    z.strictObject({
      id,
      ask: line(200),
      why: line(300),
      kind: z.enum(["choice", "date", "month-day"]),
      options: z.array(z.strictObject({ value: id, means: line(200) })).max(12),
      /** What a new company's rows are chosen by until the founder answers. */
      assumed: id.optional(),
    }),
  ),
});

export const datesAheadSchema = z.strictObject({
  dates: rows(
    z.strictObject({
      id,
      date: isoDate,
      what: line(160),
      agent: id,
      warnDays: z.int().min(0).max(366),
      when: when.optional(),
      asked,
      source,
    }),
  ),
});

export const factsSchema = z.strictObject({
  facts: rows(
    z.strictObject({
      id,
      fact: line(160),
      value: z.union([z.number(), line(900)]),
      /** Of a number: `percent`, a currency, `days`; left out for a text. */
      unit: z
        .string()
        .regex(/^([a-z-]{1,30}|[A-Z]{3})$/, "percent, EUR, days, …")
        .optional(),
      /** What it is true of; open ends are left out. */
      from: isoDate.optional(),
      until: isoDate.optional(),
      region: id.optional(),
      /** Of a number: the sentence around it, with `{{value}}` in its place. */
      says: line(900).optional(),
      /** The page whose table of Facts has the row: `portuguese-tax/SKILL`. */
      page: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,59}\/[A-Za-z][a-zA-Z0-9-]{0,59}$/, "skill/page without .md")
        .optional(),
      asked,
      source,
      checkBy: isoDate,
      /** Why on that day: what may change it. */
      why: line(200),
    }),
  ),
});

export const mentionsSchema = z.strictObject({
  mentions: rows(
    z.strictObject({
      id,
      code: line(12).optional(),
      when: line(300),
      text: line(400),
      language: z.string().regex(/^[a-z]{2}$/, "a code such as pt"),
      asked,
      source,
    }),
  ),
});

export const lawSchema = z.strictObject({
  law: rows(
    z.strictObject({
      id,
      subject: z.enum(SUBJECTS),
      question: line(160),
      says: line(900),
      asked,
      source,
      checkBy: isoDate,
      why: line(200),
    }),
  ),
});

const sum = z.strictObject({
  kind: z.literal("sum"),
  name: line(120),
  /** From left to right: numbers, ids of facts, and the signs between them. */
  of: z
    .array(z.union([z.number(), id, z.enum(["+", "-", "*", "/"])]))
    .min(1)
    .max(41),
  /** Rounded to cents. */
  is: z.number(),
});
const days = z.strictObject({
  kind: z.literal("days"),
  name: line(120),
  duty: id,
  answers,
  from: isoDate,
  to: isoDate,
  days: rows(z.strictObject({ due: isoDate, until: isoDate, period: line(60) })),
});
const applies = z.strictObject({
  kind: z.literal("applies"),
  name: line(120),
  duty: id,
  answers,
  is: z.enum(["yes", "no", "unknown"]),
});

export const casesSchema = z.strictObject({
  cases: rows(z.discriminatedUnion("kind", [sum, days, applies])),
});

export type Source = z.infer<typeof source>;
export type Grace = z.infer<typeof grace>;
export type PackCard = z.infer<typeof packSchema>;
export type Schedule = z.infer<typeof schedule>;
export type DueDay = z.infer<typeof dueDay>;
export type PackDuty = z.infer<typeof duty>;
export type NotDue = z.infer<typeof dutiesSchema>["notDue"][number];
export type Holiday = z.infer<typeof holidaysSchema>["holidays"][number];
export type Question = z.infer<typeof questionsSchema>["questions"][number];
export type PackDate = z.infer<typeof datesAheadSchema>["dates"][number];
export type PackFact = z.infer<typeof factsSchema>["facts"][number];
export type Mention = z.infer<typeof mentionsSchema>["mentions"][number];
export type LawRow = z.infer<typeof lawSchema>["law"][number];
export type PackCase = z.infer<typeof casesSchema>["cases"][number];
export type When = z.infer<typeof when>;

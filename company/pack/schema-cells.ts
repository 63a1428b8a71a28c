/** The cells that rows of several files of a pack have, each with its bounds. */
import { z } from "zod";
import { isIsoDate } from "../dates.ts";

const LIST_LIMIT = 400;

/** Letters, digits and `-`: names of duties, facts, questions, regions. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, "a name of lower-case letters, digits and -");
export const code = z.string().regex(/^[a-z]{2}$/, "two lower-case letters");
/** One line of plain text; a pipe or a control character would break the tables that are made of it. */
export const line = (limit: number) =>
  z
    .string()
    .min(1)
    .max(limit)
    .regex(/^[^\p{Cc}|]+$/u, "one line of text without |")
    .refine((text) => text.trim() === text, "no space at either end");
export const isoDate = z.string().refine(isIsoDate, "a day such as 2027-01-31");
export const year = z.int().min(2000).max(2100);
const link = z
  .string()
  .max(400)
  .refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === "https:" && url.hostname.includes(".");
  }, "an https address");
export const rows = <T extends z.ZodType>(row: T) => z.array(row).max(LIST_LIMIT);

/** A: the official page was read. B: quoted with its article. C: press or a profession. U: not read. */
export const source = z.strictObject({
  /** Law and article, or what the page is; what differs between several readings stands in it. */
  article: line(700),
  link: link.optional(),
  /** A second page that says it. */
  also: link.optional(),
  grade: z.enum(["A", "B", "C", "U"]),
  readOn: isoDate,
});

/** Everyday words for it in any language, as a founder would ask: what `hq facts find` finds it by. */
export const asked = z.array(line(120)).min(1).max(12).optional();

export const answers = z.record(id, line(40));
/** All of these questions must have one of these answers. */
export const when = z.record(id, z.array(line(40)).min(1).max(10));

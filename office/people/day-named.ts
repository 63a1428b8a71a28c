/** A day that somebody types, on the day that it is in the company's time zone. */
import { clip } from "../../company/clip.ts";
import { dateIn } from "../../company/dates.ts";
import { dayFromWords } from "../../company/day-words.ts";
import { HqError } from "../../company/error.ts";
import { readConstitution } from "../../files/company.ts";

/** Characters of a wrong day that the message shows. */
const SHOWN = 60;

const FORMS = {
  ahead: "YYYY-MM-DD, 15 dec, tomorrow, a weekday such as fri, or +3d",
  past: "YYYY-MM-DD, 15 dec, yesterday, a weekday such as fri, or -3d",
};

/** The ISO date that `words` mean. @throws HqError `usage` for words that are no day. */
export async function dayNamed(
  { root, now }: { root: string; now: Date },
  words: string,
  towards: "ahead" | "past" = "ahead",
): Promise<string> {
  const { constitution } = await readConstitution(root);
  const day = dayFromWords(words, dateIn(now, constitution.company.timeZone), towards);
  if (day !== null) return day;
  throw new HqError(
    "usage",
    `Cannot use the date "${clip(words, SHOWN)}": it is no day of the calendar, expected ${FORMS[towards]}.`,
  );
}

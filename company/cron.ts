/** Cron expressions of five fields, in a time zone. croner does the date arithmetic. */
import { Cron } from "croner";
import { isTimeZone } from "./dates.ts";

const FIELDS = [
  { name: "a minute", range: "0 to 59" },
  { name: "an hour", range: "0 to 23" },
  { name: "a day of the month", range: "1 to 31, or L for the last" },
  { name: "a month", range: "1 to 12" },
  { name: "a day of the week", range: "0 to 7, where 0 and 7 are Sunday" },
] as const;

/**
 * What is wrong with a cron expression, in words that follow "the schedule …:"; null when it fires
 * after `now`.
 */
export function checkSchedule(expression: string, timeZone: string, now: Date): string | null {
  const fields = fieldsOf(expression);
  if (fields.length !== FIELDS.length) {
    const count = fields.length === 1 ? "1 field" : `${fields.length} fields`;
    return `it has ${count}, not the five of minute, hour, day, month and day of the week`;
  }
  const cron = cronOf(expression, timeZone);
  if (cron !== null) {
    return cron.nextRun(now) === null ? "it never fires: no month has such a day" : null;
  }
  for (const [at, { name, range }] of FIELDS.entries()) {
    const alone = FIELDS.map((_, other) => (other === at ? fields[at] : "*")).join(" ");
    if (cronOf(alone, "UTC") === null) return `"${fields[at]}" is not ${name} (${range})`;
  }
  if (!isTimeZone(timeZone)) return `its time zone "${timeZone}" is not known`;
  return "it is not a cron expression";
}

/** A plan asks for each schedule several times, at half a millisecond each. */
const made = new Map<string, Cron | null>();
const MADE_LIMIT = 200;

/** null when the expression has not five good fields, or the zone is not known. */
export function cronOf(expression: string, timeZone: string): Cron | null {
  const key = `${timeZone} ${expression}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const cron = newCron(expression, timeZone);
  if (made.size >= MADE_LIMIT) made.clear();
  made.set(key, cron);
  return cron;
}

function newCron(expression: string, timeZone: string): Cron | null {
  // croner also takes nicknames and dates, and looks at the zone only when it is asked for a time.
  if (fieldsOf(expression).length !== FIELDS.length || !isTimeZone(timeZone)) return null;
  try {
    return new Cron(expression.trim(), {
      // An offset needs no table of zones, which costs milliseconds to load.
      ...(timeZone === "UTC" ? { utcOffset: 0 } : { timezone: timeZone }),
      mode: "5-part",
      // Lists and ranges of hours count as fixed times too: `30 2,14 * * *` is due twice each day,
      // also on the days on which the clocks change.
      fixedTimeRule: "no-wildcard",
      paused: true,
    });
  } catch (error) {
    // These two are how croner says "not valid"; anything else is a bug.
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

function fieldsOf(expression: string): string[] {
  return expression.trim().split(/\s+/).filter(Boolean);
}

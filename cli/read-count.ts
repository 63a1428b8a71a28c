import { HqError } from "../company/error.ts";

/** More than a person reads of any list. */
const COUNT_LIMIT = 1_000;

/** The number that an option was given. @throws HqError `usage` for anything but a whole number from 1 to 1,000. */
export function readCount(option: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= COUNT_LIMIT) return count;
  throw new HqError(
    "usage",
    `Cannot use ${option} ${text}: expected a number from 1 to ${COUNT_LIMIT}.`,
  );
}

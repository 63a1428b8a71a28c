import { requireRoot } from "../files/root.ts";
import { dayNamed } from "../office/people/day-named.ts";
import type { Io } from "./context.ts";
import type { CommonOptions } from "./output.ts";

/**
 * The ISO date that an option's words mean; undefined when it was left out. In the past a weekday is the last one.
 * @throws HqError `usage` for words that are no day
 */
export async function dayGiven(
  io: Io,
  options: CommonOptions,
  { words, towards }: { words: string | undefined; towards: "ahead" | "past" },
): Promise<string | undefined> {
  if (words === undefined) return undefined;
  return dayNamed({ root: requireRoot(options.root, io.cwd), now: io.now() }, words, towards);
}

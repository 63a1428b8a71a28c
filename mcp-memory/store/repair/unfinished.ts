/** Work in several steps, of which the first were done and committed when a later one failed. */
import { MemoryError } from "../../error.ts";
import { asMemoryError } from "../database/sqlite.ts";

/** Says what is done and what is not: the failure alone would say that nothing was changed. */
export function unfinished(
  error: unknown,
  on: { work: string; path: string; done: string; left: string; again: string },
): Error {
  const failure = asMemoryError(error, "write", on.path);
  if (!(failure instanceof MemoryError)) return failure;
  const said = failure.message.replace(/ Nothing was changed\.$/, "");
  const room = failure.code === "disk-full" ? "Make room" : "Put that right";
  return new MemoryError(
    failure.code,
    `Cannot finish the ${on.work}: ${said} Done: ${on.done}. Not done: ${on.left}.`,
    { hint: `${room} and ${on.again}: it does the rest.`, cause: error },
  );
}

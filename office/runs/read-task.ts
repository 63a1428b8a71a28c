import { HqError } from "../../company/error.ts";
import { readText } from "../../files/text.ts";

/**
 * A task that stands in a file.
 * @throws HqError `not-found`, `unreadable-file`
 */
export async function readTask(file: string): Promise<string> {
  const text = await readText(file);
  if (text !== null) return text;
  throw new HqError("not-found", `Cannot read the task: there is no ${file}, expected a file.`);
}

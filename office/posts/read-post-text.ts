/** The words of a new post from a file that somebody names. */
import path from "node:path";
import { HqError } from "../../company/error.ts";
import { readText } from "../../files/text.ts";

/** @throws HqError `not-found`, `unreadable-file` */
export async function readPostText(cwd: string, file: string): Promise<string> {
  const text = await readText(path.resolve(cwd, file));
  if (text !== null) return text.replace(/^\uFEFF/, "");
  throw new HqError(
    "not-found",
    `Cannot read the text of the post: there is no ${file}, expected a file.`,
  );
}

/** What a department is told when a recurring prompt runs without a person who types its command. */
import path from "node:path";
import { clip } from "../company/clip.ts";
import { HqError } from "../company/error.ts";
import { expandPrompt, promptFiles } from "../company/prompt-task.ts";
import { readText } from "../files/text.ts";

export interface WantedPrompt {
  /** Name of the skill, as in the table Cadence: `weekly-review`. */
  prompt: string;
  /** What a person would type behind the command; nothing when left out. */
  input?: string;
}

/**
 * The task for `runDepartment`: the body of the prompt's skill (else of its prompt file) with the input in
 * its place. Headless clients take no slash command, so the words themselves are handed over.
 * @throws HqError `not-found` when the company has neither, `wrong-state` when it cannot be used,
 * `unreadable-file`
 */
export async function promptTask(
  root: string,
  { prompt, input = "" }: WantedPrompt,
): Promise<string> {
  const files = /^[a-z][a-z0-9-]{0,63}$/.test(prompt) ? promptFiles(prompt) : [];
  for (const file of files) {
    const text = await readText(path.join(root, file));
    if (text === null) continue;
    const task = expandPrompt({ file, text }, input);
    if (task !== null) return task;
    throw new HqError(
      "wrong-state",
      `Cannot run ${prompt}: ${file} has no readable front matter or nothing below it, expected the steps.`,
      { hint: "See what is wrong with: hq doctor" },
    );
  }
  const expected = files.length === 0 ? "a name such as weekly-review" : files.join(" or ");
  throw new HqError(
    "not-found",
    `Cannot run the prompt "${clip(prompt, 60)}": it has no words here, expected ${expected}.`,
  );
}

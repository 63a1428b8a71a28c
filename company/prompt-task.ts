/** A recurring prompt as the task of a run: what a slash command does in a chat, done by code. */
import { readFrontMatter } from "./kit/front-matter.ts";

/** What the client puts the typed words into. */
const ARGUMENTS = /\$ARGUMENTS\b/g;
const NOTHING = "(nothing was named)";

/** Where the words of a prompt may stand, from the company's root, the first that is there counting. */
export function promptFiles(prompt: string): string[] {
  return [`.github/skills/${prompt}/SKILL.md`, `.github/prompts/${prompt}.prompt.md`];
}

/**
 * The body of the skill or prompt file with `input` in its place, under a line that says where it stands:
 * its links are relative to that place. Null when the front matter cannot be read or nothing stands below it.
 */
export function expandPrompt(
  { file, text }: { file: string; text: string },
  input: string,
): string | null {
  const page = readFrontMatter(text);
  if (page.kind === "bad" || page.body.trim() === "") return null;
  const given = input.trim();
  const hasPlace = page.body.includes("$ARGUMENTS");
  const body = page.body.trim().replaceAll(ARGUMENTS, () => (given === "" ? NOTHING : given));
  // Without a place of its own, what was named would be lost.
  const named = given === "" || hasPlace ? "" : `\n\nNamed with it: ${given}`;
  return `Carry out ${file}, which reads:\n\n${body}${named}`;
}

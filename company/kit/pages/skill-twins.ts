/**
 * Skills that VS Code made of the kit's prompt files. Its page of customizations offers to turn prompts
 * into skills; a skill of that name is there already, so it writes `standup-2`, and takes the prompt away,
 * which alone chooses the department.
 */
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../context.ts";
import { warningAt } from "../findings.ts";

/** A warning when the skill only starts another of the company's skills and is called after it. */
export function checkTwin(file: KitFile, skills: ReadonlySet<string>): Finding[] {
  const [, name = "", number = ""] =
    /^\.github\/skills\/([a-z0-9-]+)-(\d+)\/SKILL\.md$/.exec(file.path) ?? [];
  const starts = new RegExp(`^Run the (skill \`${name}\`|procedure in \\[${name}\\])`, "m");
  if (!skills.has(name) || !starts.test(file.text)) return [];
  return [
    warningAt(file.path, 0, {
      what: `a twin of the skill ${name}, as VS Code makes one of a prompt file`,
      expected: `.github/prompts/${name}.prompt.md beside .github/skills/${name}/`,
      fix: `Remove the folder .github/skills/${name}-${number}/ and take the prompt file back from git.`,
    }),
  ];
}

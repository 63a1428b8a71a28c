import type { Fault } from "./fault.ts";
import { INSTRUCTIONS, PROMPT, swap, write } from "./fault.ts";

export const PROMPT_FAULTS: readonly Fault[] = [
  {
    name: "a prompt for an unknown agent",
    plant: swap(PROMPT, "agent: coo", "agent: boss"),
    file: PROMPT,
    at: "agent: boss",
    severity: "error",
    words: 'unknown agent "boss"',
  },
  {
    name: "a prompt that points at no skill",
    plant: swap(PROMPT, "the skill `standup`", "the skill `standups`"),
    file: PROMPT,
    at: "the skill `standups`",
    severity: "error",
    words: 'the skill "standups", which is not there',
  },
  {
    name: "a prompt with the old field mode",
    plant: swap(PROMPT, "agent: coo", "mode: agent"),
    file: PROMPT,
    at: "mode: agent",
    severity: "warning",
    words: 'the field "mode"',
  },
  {
    name: "a prompt that Copilot CLI has no skill for",
    plant: write(
      ".github/prompts/hiring.prompt.md",
      "---\ndescription: Hire.\nagent: coo\n---\nHire somebody.\n",
    ),
    file: ".github/prompts/hiring.prompt.md",
    at: 0,
    severity: "warning",
    words: 'the prompt "hiring" without a skill',
  },
  {
    name: "instructions for no files",
    plant: swap(INSTRUCTIONS, /^applyTo: .*\n/m, ""),
    file: INSTRUCTIONS,
    at: 1,
    severity: "error",
    words: 'no field "applyTo"',
  },
  {
    name: "instructions for a list of files",
    plant: swap(INSTRUCTIONS, /^applyTo: .*$/m, 'applyTo: ["Marketing/**"]'),
    file: INSTRUCTIONS,
    at: "applyTo",
    severity: "error",
    words: '"applyTo" is a list',
  },
  {
    name: "instructions for files that do not exist",
    plant: swap(INSTRUCTIONS, /^applyTo: .*$/m, 'applyTo: "Marketing/**, Sales/**/*.md"'),
    file: INSTRUCTIONS,
    at: "applyTo",
    severity: "warning",
    words: 'applyTo "Sales/**/*.md" matches no file',
  },
  {
    name: "a prompt that VS Code turned into a skill",
    plant: (kit) => {
      const text = kit.read(PROMPT);
      kit.remove(PROMPT);
      const skill = text.replace("name: standup", "name: standup-2").replace(/^agent: .*\n/m, "");
      kit.write(".github/skills/standup-2/SKILL.md", skill);
    },
    file: ".github/skills/standup-2/SKILL.md",
    at: 0,
    severity: "warning",
    words: "a twin of the skill standup",
  },
];

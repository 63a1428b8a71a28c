import type { KitCopy } from "../kit-copy.ts";
import type { Fault } from "./fault.ts";
import { addFields, append, STANDUP, swap, VOICE, write } from "./fault.ts";

const LISTING = ".github/skills";

export const SKILL_FAULTS: readonly Fault[] = [
  {
    name: "a skill named otherwise than its folder",
    plant: swap(STANDUP, "name: standup", "name: stand-up"),
    file: STANDUP,
    at: "name: stand-up",
    severity: "error",
    words: 'the name "stand-up"',
  },
  {
    name: "a skill with capitals in its name",
    plant: swap(STANDUP, "name: standup", "name: Standup"),
    file: STANDUP,
    at: "name: Standup",
    severity: "error",
    words: 'the name "Standup"',
  },
  {
    name: "a skill without a description",
    plant: swap(STANDUP, /^description: .*\n/m, ""),
    file: STANDUP,
    at: 1,
    severity: "error",
    words: 'no field "description"',
  },
  {
    name: "a skill with a description that is too long",
    plant: swap(STANDUP, /^description: .*$/m, `description: ${"x".repeat(1_025)}`),
    file: STANDUP,
    at: "description: x",
    severity: "error",
    words: '"description" has 1025 characters',
  },
  {
    name: "a skill folder without its file",
    plant: write(".github/skills/hiring/notes.md", "# Hiring\n"),
    file: ".github/skills/hiring/SKILL.md",
    at: 0,
    severity: "error",
    words: "no such file",
  },
  {
    name: "a skill that may run a shell unasked",
    plant: addFields(STANDUP, 'allowed-tools: "Read Bash(git:*)"'),
    file: STANDUP,
    at: "allowed-tools",
    severity: "error",
    words: '"Bash(git:*)" in allowed-tools',
  },
  {
    name: "a skill that takes its default whatever was typed in VS Code",
    plant: swap(
      STANDUP,
      /^\(If that line.*$/m,
      "(If that line is empty or still shows a placeholder, there is nothing to add.)",
    ),
    file: STANDUP,
    at: "still shows a placeholder",
    severity: "warning",
    words: "a default although words were typed",
  },
  {
    name: "a skill that may edit unasked",
    plant: addFields(STANDUP, "allowed-tools: edit"),
    file: STANDUP,
    at: "allowed-tools",
    severity: "warning",
    words: "allowed-tools grants edit",
  },
  {
    name: "a number in a skill's metadata",
    plant: addFields(STANDUP, "metadata:\n  version: 2"),
    file: STANDUP,
    at: "metadata:",
    severity: "error",
    words: '"metadata" is a map',
  },
  {
    name: "a skill without a text",
    plant: write(STANDUP, "---\nname: standup\ndescription: The standup.\n---\n"),
    file: STANDUP,
    at: 5,
    severity: "error",
    words: "a skill without a text",
  },
  {
    name: "a link in a skill that leads to nothing",
    plant: append(STANDUP, "See [the form](../peer-reviews/SKILL.md)."),
    file: STANDUP,
    at: "../peer-reviews/SKILL.md",
    severity: "error",
    words: 'the link "../peer-reviews/SKILL.md", which leads to nothing',
  },
  {
    name: "a link that leaves the repository",
    plant: append(STANDUP, "See [mine](../../../../notes.md)."),
    file: STANDUP,
    at: "../../../../notes.md",
    severity: "error",
    words: "which leaves the repository",
  },
  {
    name: "a table of banned words with another column",
    plant: swap(VOICE, "| Banned | Instead |", "| Banned | Better |"),
    file: VOICE,
    at: "| Banned | Better |",
    severity: "error",
    words: "Banned words",
  },
  {
    name: "banned words that are gone",
    plant: swap(VOICE, "## Banned words", "## Forbidden words"),
    file: VOICE,
    at: 0,
    severity: "error",
    words: 'no section "Banned words"',
  },
  {
    name: "a banned word that is empty",
    plant: swap(VOICE, "| synergy |", "| |"),
    file: VOICE,
    at: "| | who does what |",
    severity: "error",
    words: "a banned word with an empty cell",
  },
  {
    name: "a banned word twice",
    plant: swap(VOICE, "| synergy |", "| Leverage |"),
    file: VOICE,
    at: "| Leverage |",
    severity: "warning",
    words: '"Leverage" a second time',
  },
  {
    name: "a founder's word without letters",
    plant: swap(
      "Marketing/voice.md",
      "| not answered yet | not answered yet |\n\n<!-- Questions 7",
      "| I | we, !! |\n\n<!-- Questions 7",
    ),
    file: "Marketing/voice.md",
    at: "| I | we, !! |",
    severity: "error",
    words: "no letter or digit",
  },
  {
    name: "more skills than the client's list has room for soon",
    plant: (kit) => plantSkills(kit, 15),
    file: LISTING,
    at: 0,
    severity: "warning",
    words: "names and descriptions of",
  },
  {
    name: "more skills than the client's list has room for",
    plant: (kit) => plantSkills(kit, 25),
    file: LISTING,
    at: 0,
    severity: "error",
    words: "names and descriptions of",
  },
];

/** Each takes some 600 characters of the list, the kit's own come to some 4,000. */
function plantSkills(kit: KitCopy, count: number): void {
  const description = "Words about when it is used. ".repeat(17).trim();
  for (let at = 1; at <= count; at += 1) {
    const front = `name: skill-${at}\ndescription: ${description}`;
    kit.write(`.github/skills/skill-${at}/SKILL.md`, `---\n${front}\n---\n\nDo it.\n`);
  }
}

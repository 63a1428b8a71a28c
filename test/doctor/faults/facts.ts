import type { Fault } from "./fault.ts";
import { CONSTITUTION, swap, TAX, write } from "./fault.ts";

/** A page that no pack makes. */
const LAUNCH = ".github/skills/launch/SKILL.md";

export const FACT_FAULTS: readonly Fault[] = [
  {
    name: "a fact without a source",
    plant: swap(
      TAX,
      "\n## Obligations",
      "| Made up | 42% | | 2026-11-20 | 2027-01-01 |\n\n## Obligations",
    ),
    file: TAX,
    at: "| Made up |",
    severity: "error",
    words: 'the fact "Made up" without Source',
  },
  {
    name: "a fact that was never verified",
    plant: swap(
      TAX,
      "\n## Obligations",
      "| Made up | 42% | Law 1 | soon | 2027-01-01 |\n\n## Obligations",
    ),
    file: TAX,
    at: "| Made up |",
    severity: "error",
    words: 'the fact "Made up" with Verified "soon"',
  },
  {
    name: "a fact to be checked on a day that does not exist",
    plant: swap(
      TAX,
      "\n## Obligations",
      "| Made up | 42% | Law 1 | 2026-11-20 | 2027-02-30 |\n\n## Obligations",
    ),
    file: TAX,
    at: "| Made up |",
    severity: "error",
    words: 'the fact "Made up" with Check by "2027-02-30"',
  },
  {
    name: "a fact past its date",
    plant: swap(
      LAUNCH,
      "\nLeft out: best hours",
      "| Made up | 42% | Law 1 | 2025-11-20 | 2026-01-01 |\n\nLeft out: best hours",
    ),
    file: LAUNCH,
    at: "| Made up |",
    severity: "warning",
    words: "1 fact of the skill launch to be checked by 2026-01-01 or soon after, expired",
  },
  {
    name: "a fact whose link is no address that can be followed",
    plant: swap(
      TAX,
      "\n## Obligations",
      "| Made up | 42% | Law 1 | 2026-11-20 | 2027-01-01 | see the law |\n\n## Obligations",
    ),
    file: TAX,
    at: "| Made up |",
    severity: "error",
    words: 'the fact "Made up" with Link "see"',
  },
  {
    name: "a fact whose link anybody on the way can rewrite",
    plant: swap(
      TAX,
      "\n## Obligations",
      "| Made up | 42% | Law 1 | 2026-11-20 | 2027-01-01 | https://a.example [b](http://b.example) |\n\n## Obligations",
    ),
    file: TAX,
    at: "| Made up |",
    severity: "error",
    words: 'the fact "Made up" with Link "http://b.example"',
  },
  {
    name: "a facts table without a column",
    plant: swap(
      TAX,
      "| Fact | Value | Source | Verified | Check by | Link |",
      "| Fact | Value | Source | Verified | Until | Link |",
    ),
    file: TAX,
    at: "| Until | Link |",
    severity: "error",
    words: '"## Facts" without its table',
  },
  {
    name: "a fact below the end of its table",
    plant: swap(
      TAX,
      "\n## Obligations",
      "\n| Made up | 42% | Law 1 | 2026-11-20 | 2027-01-01 |\n\n## Obligations",
    ),
    file: TAX,
    at: "| Made up |",
    severity: "error",
    words: "a row that belongs to no table",
  },
  {
    name: "a skill for another country",
    plant: (kit) => {
      kit.swap(CONSTITUTION, "| Country | not set |", "| Country | Spain |");
      kit.remove(".github/skills/seguranca-social");
    },
    file: TAX,
    at: "country: Portugal",
    severity: "error",
    words: "a skill for Portugal in a company in Spain",
    hasOthers: true,
  },
  {
    name: "a country skill without facts",
    plant: write(
      ".github/skills/spanish-tax/SKILL.md",
      "---\nname: spanish-tax\ndescription: Tax.\nmetadata:\n  country: Spain\n---\n\nThe rate is 21%.\n",
    ),
    file: ".github/skills/spanish-tax/SKILL.md",
    at: 0,
    severity: "error",
    words: 'a skill for Spain without a table "## Facts"',
  },
  {
    name: "an obligation in a skill that never falls due",
    plant: swap(
      TAX,
      "\n## Cadence",
      "| Made up | `0 0 31 2 *` | accountant | 7 days | all | Law 1 |\n\n## Cadence",
    ),
    file: TAX,
    at: "| Made up |",
    severity: "error",
    words: '"Made up" with the schedule',
  },
  {
    name: "an obligation in a skill without a source",
    plant: swap(
      TAX,
      "\n## Cadence",
      "| Made up | `0 0 3 2 *` | accountant | 7 days | all | |\n\n## Cadence",
    ),
    file: TAX,
    at: "| Made up |",
    severity: "error",
    words: 'the obligation "Made up" without a source',
  },
];

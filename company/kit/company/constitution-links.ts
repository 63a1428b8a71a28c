/** Rules between the constitution's tables and the rest of the kit. */
import { BOARD_FILE } from "../../board/task.ts";
import { SECTION_COLUMNS } from "../../constitution/sections.ts";
import type { Constitution } from "../../constitution/types.ts";
import type { Finding } from "../../finding.ts";
import { agentId } from "../agents/agent-files.ts";
import { KIT_DEPARTMENTS } from "../agents/agent-reach.ts";
import type { KitContext, KitFile } from "../context.ts";
import { errorAt, warningAt } from "../findings.ts";
import { readFrontMatter } from "../front-matter.ts";

export const CONSTITUTION_PAGE_FILE = ".github/copilot-instructions.md";

/** The page is sent to the model with every request. */
const GROWN_BYTES = 12 * 1024;
const LIMIT_BYTES = 30 * 1024;

/** Without these an agent could lift every other rule. */
const ALWAYS_PROTECTED = [
  CONSTITUTION_PAGE_FILE,
  ".github/hooks/**",
  ".github/copilot/**",
  ".mcp.json",
  BOARD_FILE,
];

/** Where a page that the kit brought whole begins, and the sections that it adds below another's. */
const OWN_PAGE = /^\uFEFF?# Constitution\s*$/m;
const OWN_SECTION = new RegExp(
  `^## +(?:How every department works|${Object.keys(SECTION_COLUMNS).join("|")})[ #]*\\r?$`,
  "im",
);

/** Where the constitution begins on a page that may be the founder's above it. */
export function ownPageStart(text: string): number {
  const [whole, section] = [text.search(OWN_PAGE), text.search(OWN_SECTION)];
  return Math.max(0, whole === -1 ? section : Math.min(whole, section === -1 ? whole : section));
}

/** The size of the constitution. */
export function checkConstitutionSize(path: string, sizeBytes: number): Finding[] {
  if (sizeBytes < GROWN_BYTES) return [];
  const words = {
    what: `a constitution of ${sizeBytes} bytes`,
    expected: `fewer than ${sizeBytes > LIMIT_BYTES ? LIMIT_BYTES : GROWN_BYTES}`,
    fix: "Move explanations into skills: the page goes out with every request.",
  };
  return [sizeBytes > LIMIT_BYTES ? errorAt(path, 0, words) : warningAt(path, 0, words)];
}

/**
 * Rows that name a file which is not there, and files that no row names. That each agent in a table
 * is a department on board is checked where the tables are read.
 */
export function checkConstitutionLinks(
  path: string,
  constitution: Constitution,
  context: KitContext,
): Finding[] {
  return [
    ...checkDepartments(path, constitution, context),
    ...checkCadenceSkills(path, constitution, context),
    ...checkProtected(path, constitution),
  ];
}

function checkDepartments(
  path: string,
  { departments }: Constitution,
  context: KitContext,
): Finding[] {
  const findings: Finding[] = [];
  for (const { agent, line } of departments) {
    if (context.agents.has(agent)) continue;
    findings.push(
      errorAt(path, line, {
        what: `the department "${agent}" without an agent file`,
        expected: `.github/agents/${agent}.agent.md`,
        fix: `Restore the file, or run: hq department remove ${agent}`,
      }),
    );
  }
  // Without any row the table itself is the finding.
  if (departments.length === 0) return findings;
  const listed = new Set(departments.map(({ agent }) => agent));
  for (const agent of context.agents) {
    // What neither the kit brought nor a row names is the founder's own, and told of elsewhere.
    if (listed.has(agent) || !KIT_DEPARTMENTS.has(agent)) continue;
    findings.push(
      errorAt(`.github/agents/${agent}.agent.md`, 0, {
        what: `the agent "${agent}" without a row in "Departments"`,
        expected: "one row for each agent file in the constitution",
        fix: "Add the row, or remove the file: nobody knows what it owns.",
      }),
    );
  }
  return findings;
}

function checkCadenceSkills(
  path: string,
  { cadence }: Constitution,
  context: KitContext,
): Finding[] {
  return cadence
    .filter(({ prompt }) => !context.skills.has(prompt))
    .map(({ prompt, line }) =>
      errorAt(path, line, {
        what: `the prompt "${prompt}" without a skill`,
        expected: `.github/skills/${prompt}/SKILL.md`,
        fix: "Correct the name, restore the skill, or remove the row.",
      }),
    );
}

function checkProtected(path: string, { protectedFiles }: Constitution): Finding[] {
  const listed = new Set(protectedFiles.map((file) => file.path));
  return ALWAYS_PROTECTED.filter((glob) => !listed.has(glob)).map((glob) =>
    errorAt(path, 0, {
      what: `no row for ${glob} in "Protected files"`,
      expected: ALWAYS_PROTECTED.join(", "),
      fix:
        glob === BOARD_FILE
          ? "Put the row back: an agent that edits the board can drop a missed date."
          : "Put the row back: with that file an agent could lift every rule.",
    }),
  );
}

/** Agents whose instructions never say who reviews: the trigger table would be forgotten. */
export function checkReviewMention(file: KitFile, constitution: Constitution): Finding[] {
  const own = agentId(file.path);
  const reviewers = new Set(constitution.reviewTriggers.map(({ reviewer }) => reviewer));
  // The front matter lists agents that may be called, which is no instruction to ask them.
  const front = readFrontMatter(file.text);
  if (own === null || reviewers.size === 0 || front.kind === "bad") return [];
  const body = front.body.toLowerCase();
  if (body.trim() === "" || body.includes("review triggers")) return [];
  const mentioned = [...reviewers].some(
    (reviewer) => reviewer !== own && new RegExp(`\\b${literal(reviewer)}\\b`).test(body),
  );
  if (mentioned) return [];
  return [
    warningAt(file.path, 0, {
      what: "an agent that names no reviewer",
      expected: 'the reviewers it must ask, or a pointer to "Review triggers"',
      fix: "Say which reviews it must ask for before it delivers.",
    }),
  ];
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/**
 * Whose a file is. A clone is the company's from top to bottom; beside a product of the founder's only what the
 * kit installed is, and what the tables of the constitution name. The rest is not ours to judge.
 */
import type { Constitution } from "../constitution/types.ts";
import { agentId } from "./agents/agent-files.ts";
import { AGENTS_PAGE_FILE, OUR_HEADING } from "./agents/agents-page.ts";
import { isDepartmentFile } from "./agents/other-agents.ts";
import { CONSTITUTION_PAGE_FILE, ownPageStart } from "./company/constitution-links.ts";
import type { KitFile } from "./context.ts";
import { readFrontMatter } from "./front-matter.ts";

/** Where the kit stands, and what its record says that it brought. */
export interface Installed {
  /** The programs are in `.hq-kit/`: the repository is the founder's. */
  isBeside: boolean;
  /** Paths of the record; null when there is none that can be read. */
  files: ReadonlySet<string> | null;
}

/** Read by the clients or by our own rules, with parts of ours in each. */
const SHARED = new Set([
  CONSTITUTION_PAGE_FILE,
  AGENTS_PAGE_FILE,
  ".github/copilot/settings.json",
  ".mcp.json",
  ".vscode/mcp.json",
  "BOARD.md",
]);
/** What departments write there, under names that our rules read. */
const WRITTEN = /^Marketing\/(voice\.md|drafts\/week-[^/]+\.md)$/;
const SKILL = /^\.github\/skills\/([^/]+)\//;
const PROMPT = /^\.github\/prompts\/([^/]+)\.prompt\.md$/;

/** Whether the rules of the kit hold for a file. */
export function ownership(
  { isBeside, files }: Installed,
  constitution: Constitution | null,
): (file: KitFile) => boolean {
  if (!isBeside || files === null) return () => true;
  const recurring = new Set(constitution?.cadence.map(({ prompt }) => prompt));
  const skills = new Set([...files].flatMap((file) => SKILL.exec(file)?.[1] ?? []));
  return (file) => {
    const { path } = file;
    if (files.has(path) || SHARED.has(path) || WRITTEN.test(path)) return true;
    const skill = SKILL.exec(path)?.[1];
    if (skill !== undefined) return skills.has(skill) || recurring.has(skill);
    const prompt = PROMPT.exec(path)?.[1];
    if (prompt !== undefined) return recurring.has(prompt) || startsDepartment(file, constitution);
    return agentId(path) !== null && isDepartmentFile(path, constitution);
  };
}

function startsDepartment({ text }: KitFile, constitution: Constitution | null): boolean {
  const front = readFrontMatter(text);
  if (front.kind !== "fields") return false;
  return constitution?.departments.some(({ agent }) => agent === front.data.agent) ?? false;
}

/**
 * The file without what the founder wrote above our part of it: those lines are empty, so that every other
 * one keeps its number.
 */
export function ownPart(file: KitFile): KitFile {
  const start = ownStart(file);
  if (start === 0) return file;
  const above = file.text.slice(0, start).replace(/[^\n]+/g, "");
  return { path: file.path, text: above + file.text.slice(start) };
}

/** Whether there is a text of the founder's above ours. */
export function hasOthersPart(file: KitFile): boolean {
  return file.text.slice(0, ownStart(file)).trim() !== "";
}

/** Our part by itself. */
export function ownText(file: KitFile): string {
  return file.text.slice(ownStart(file));
}

function ownStart({ path, text }: KitFile): number {
  if (path === CONSTITUTION_PAGE_FILE) return ownPageStart(text);
  if (path !== AGENTS_PAGE_FILE) return 0;
  const at = text.search(new RegExp(`^${OUR_HEADING}\\s*$`, "m"));
  // Without our heading nothing of the page is ours.
  return at === -1 ? text.length : at;
}

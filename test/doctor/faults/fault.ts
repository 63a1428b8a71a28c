/** How the faults that `hq doctor` must find are described and planted. */
import type { KitCopy } from "../kit-copy.ts";

export interface Fault {
  name: string;
  plant(kit: KitCopy): void;
  file: string;
  /** A line number, or a text that stands on the line after planting. */
  at: number | string;
  severity: "error" | "warning" | "note";
  /** Stands in what was found. */
  words: string;
  /** The fault leads to further findings, because other files depend on it. */
  hasOthers?: boolean;
}

export const CONSTITUTION = ".github/copilot-instructions.md";
export const CEO = ".github/agents/ceo.agent.md";
export const LAWYER = ".github/agents/lawyer.agent.md";
export const STANDUP = ".github/skills/standup/SKILL.md";
export const VOICE = ".github/skills/voice/SKILL.md";
export const TAX = ".github/skills/portuguese-tax/SKILL.md";
export const PROMPT = ".github/prompts/standup.prompt.md";
export const INSTRUCTIONS = ".github/instructions/marketing.instructions.md";
export const GUARD = ".github/hooks/guard.json";
export const DRAFTS = "Marketing/drafts/week-2026-W48.md";

/** Puts lines right below the opening --- of a file. */
export function addFields(file: string, lines: string) {
  return (kit: KitCopy) => kit.swap(file, /^---\n/, `---\n${lines}\n`);
}

export function swap(file: string, found: string | RegExp, put: string) {
  return (kit: KitCopy) => kit.swap(file, found, put);
}

export function write(file: string, content: string | Uint8Array) {
  return (kit: KitCopy) => kit.write(file, content);
}

export function append(file: string, text: string) {
  return (kit: KitCopy) => kit.write(file, `${kit.read(file).trimEnd()}\n\n${text}\n`);
}

export function entity(name: string, entityType: string, observations: unknown): string {
  return `${JSON.stringify({ type: "entity", name, entityType, observations })}\n`;
}

/** Joined here, so that no scanner takes this file for a leak. */
export function fake(...parts: string[]): string {
  return parts.join("");
}

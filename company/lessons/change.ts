/** Which kind of change meets a group of lessons, and in which file. */
import type { PastLesson } from "./past-lesson.ts";

export const CHANGE_KINDS = [
  "new-skill",
  "changed-skill",
  "changed-prompt",
  "agent-update",
  "doc-update",
  "memory-curation",
  "new-department",
] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  kind: ChangeKind;
  /** From the root. */
  file: string;
  /** One sentence. */
  why: string;
}

/** A skill or prompt that departments read, as what it is about. */
export interface SkillText {
  /** `.github/skills/draft-post/SKILL.md` */
  file: string;
  /** `draft-post` */
  name: string;
  terms: ReadonlySet<string>;
  /** Ids of departments whose pages name it. */
  agents: readonly string[];
}

export interface Cause {
  /** Newest first; at least one. */
  members: readonly PastLesson[];
  /** Terms that they share, the most telling first; empty for one lesson. */
  shared: readonly string[];
  recurredAfter: { date: string; path: string } | null;
  skills: readonly SkillText[];
}

/** Paths that a lesson's own action names. */
const NAMED_PATH =
  /(?<![\w/.])((?:\.github|docs|Marketing|Founder)\/[\w./-]+\.md|AGENTS\.md)(?![\w/])/;
const NAMED_SKILL =
  /(?:the )?[`"]?([a-z][a-z0-9-]{2,60})[`"]? (?:skill|prompt)\b|\bskill [`"]?([a-z][a-z0-9-]{2,60})/i;
const MEMORY_TOOL =
  /^(?:create_entities|create_relations|add_observations|delete_\w+|read_entities|recall)$/;
/** Share of the group's telling terms that a skill must have to be the one. */
const ABOUT = 0.5;
const TERMS_COMPARED = 8;
/** Of fewer, a skill that most use may still be theirs. */
const FEW_DEPARTMENTS = 4;

/** The first of these that holds; each is what people do at that sign. */
export function changeFor(cause: Cause): Change {
  return (
    again(cause) ??
    namedByTheLesson(cause) ??
    inMemory(cause) ??
    inASkill(cause) ??
    inTheAgent(cause) ??
    newSkill(cause)
  );
}

/** The change that was made already, by its file. */
export function answered(path: string): Pick<Change, "kind" | "file"> {
  return { kind: kindOf(path), file: path };
}

/** The answer did not work: the same file, by something stronger than words. */
function again({ recurredAfter }: Cause): Change | null {
  if (recurredAfter === null) return null;
  const { path } = recurredAfter;
  return {
    kind: kindOf(path),
    file: path,
    why: "The last change did not hold: make it a step, a field or a check.",
  };
}

function namedByTheLesson({ members, skills }: Cause): Change | null {
  for (const { action } of members) {
    const path = NAMED_PATH.exec(action)?.[1];
    if (path !== undefined)
      return { kind: kindOf(path), file: path, why: "The lesson itself names the file." };
    const named = NAMED_SKILL.exec(action);
    const name = (named?.[1] ?? named?.[2])?.toLowerCase();
    const skill = skills.find((one) => one.name === name);
    if (skill !== undefined) return ofSkill(skill, "The lesson itself names it.");
  }
  return null;
}

/** Most of the lessons are about what the memory holds. */
function inMemory({ members }: Cause): Change | null {
  const about = members.filter(({ tools }) => tools.some((tool) => MEMORY_TOOL.test(tool))).length;
  if (about * 2 <= members.length) return null;
  return {
    kind: "memory-curation",
    file: "memory.jsonl",
    why: "It is about what the memory holds.",
  };
}

/** The skill that speaks of what the lessons share, of those that their departments use. */
function inASkill({ members, shared, skills }: Cause): Change | null {
  const terms = (shared.length > 0 ? shared : [...(members[0]?.terms.keys() ?? [])]).slice(
    0,
    TERMS_COMPARED,
  );
  if (terms.length === 0) return null;
  const best = ownSkills(members, skills)
    .map((skill) => ({
      skill,
      fit: terms.filter((term) => skill.terms.has(term)).length / terms.length,
    }))
    .filter(({ fit }) => fit >= ABOUT)
    // A long page speaks of everything.
    .map(({ skill, fit }) => ({ skill, value: fit / Math.sqrt(skill.terms.size) }))
    .sort((a, b) => b.value - a.value || (a.skill.file < b.skill.file ? -1 : 1))[0];
  return best === undefined
    ? null
    : ofSkill(best.skill, "It speaks of this already, and did not prevent it.");
}

/** Without those that most departments use, which say how all of them work; the founder's are all. */
function ownSkills(
  members: readonly PastLesson[],
  skills: readonly SkillText[],
): readonly SkillText[] {
  const agents = new Set(members.map(({ agent }) => agent));
  if (agents.size === 1 && agents.has("founder")) return skills;
  const all = new Set(skills.flatMap((skill) => skill.agents)).size;
  return skills.filter(
    (skill) =>
      skill.agents.some((agent) => agents.has(agent)) &&
      (all < FEW_DEPARTMENTS || skill.agents.length * 2 <= all),
  );
}

/** One department, and no skill of it: how it works, or which tool it takes. */
function inTheAgent({ members }: Cause): Change | null {
  const [agent, ...others] = new Set(members.map((one) => one.agent));
  if (agent === undefined || agent === "founder" || others.length > 0) return null;
  const isKnowledge = members.every(({ category }) => category === "knowledge");
  // The same knowledge gathered three times is a skill.
  if (isKnowledge && members.length > 2) return null;
  return {
    kind: "agent-update",
    file: `.github/agents/${agent}.agent.md`,
    why: `It is @${agent}'s alone, and no skill speaks of it.`,
  };
}

function newSkill({ members, shared }: Cause): Change {
  const words = shared
    .map((term) => term.replace(/^~/, "").replaceAll("_", "-"))
    .filter((term) => /^[a-z][a-z-]*$/.test(term));
  const name = words.slice(0, 2).join("-") || "new-skill";
  const agents = new Set(members.map(({ agent }) => agent)).size;
  return {
    kind: "new-skill",
    file: `.github/skills/${name}/SKILL.md`,
    why:
      agents > 1
        ? `${agents} departments meet it, and no skill speaks of it.`
        : "No skill speaks of it.",
  };
}

function ofSkill({ file }: SkillText, why: string): Change {
  return { kind: kindOf(file), file, why };
}

/** What a change of this file is, when nothing more is known. */
export function kindOf(path: string): ChangeKind {
  if (path.startsWith(".github/agents/")) return "agent-update";
  if (path.startsWith(".github/skills/")) return "changed-skill";
  if (path.startsWith(".github/prompts/") || path.startsWith(".github/instructions/"))
    return "changed-prompt";
  return path.endsWith(".jsonl") ? "memory-curation" : "doc-update";
}

/** The files of a kit by what they are: departments, skills, agents of the founder's own. */
import type { Constitution } from "../company/constitution/types.ts";
import type { Finding } from "../company/finding.ts";
import { AGENTS_FOLDER, agentId } from "../company/kit/agents/agent-files.ts";
import { isDepartmentFile } from "../company/kit/agents/other-agents.ts";
import type { Expected } from "../company/kit/client/loaded.ts";
import type { KitContext, KitFile } from "../company/kit/context.ts";
import type { SkillFound } from "../company/kit/pages/skill-listing.ts";
import { missingSkillFile, skillFolders } from "../company/kit/pages/skills.ts";
import { CONSTITUTION_FILE, MANIFEST_FILE, MEMORY_FILE } from "../files/root.ts";
import type { Around } from "./around.ts";
import type { KitFiles } from "./kit-files.ts";

/** What the client must load. */
export function expectedOf(own: readonly KitFile[], constitution: Constitution | null): Expected {
  const names = own.map((file) => file.path);
  const departments = names.filter((file) => isDepartmentFile(file, constitution));
  return {
    departments: departments.map(agentId).filter((id) => id !== null),
    skillFiles: names.filter(isSkillPage),
  };
}

function isSkillPage(file: string): boolean {
  return file.startsWith(".github/skills/") && file.endsWith("/SKILL.md");
}

/** Folders of skills without one. */
export function missingSkillFiles(
  { paths }: KitFiles,
  isOurs: (file: KitFile) => boolean,
): Finding[] {
  return [...skillFolders(paths).empty]
    .map(missingSkillFile)
    .filter(({ file }) => isOurs({ path: file, text: "" }));
}

/** What stands here of what the kit brought. */
export function writtenHere({ installed }: KitFiles, exists: KitContext["exists"]): string[] {
  return [...(installed.files ?? []), MEMORY_FILE, MANIFEST_FILE, CONSTITUTION_FILE].filter(exists);
}

/** Those in `.github/skills/`. */
export function projectSkills(kit: KitFiles): SkillFound[] {
  return [...kit.texts.values()]
    .filter(({ path: name }) => isSkillPage(name))
    .map((file) => ({ file, isUsers: false }));
}

/** The user's own are no file of this company. */
export function projectAgents({ agents }: Around): KitFile[] {
  return agents.filter(({ isUsers }) => !isUsers).map(({ file }) => file);
}

/** In `.github/agents/` and no department. */
export function otherAgents(
  texts: ReadonlyMap<string, KitFile>,
  constitution: Constitution | null,
): KitFile[] {
  return [...texts.values()].filter(
    ({ path: name }) =>
      name.startsWith(AGENTS_FOLDER) &&
      name.endsWith(".md") &&
      !isDepartmentFile(name, constitution),
  );
}

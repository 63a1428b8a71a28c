/** The whole examination: gathers the files, applies the rules of company/kit, changes nothing. */

import { existsSync } from "node:fs";
import path from "node:path";
import { checkEvidenceCells } from "../company/claims/sources/table-findings.ts";
import { parseConstitution } from "../company/constitution/parse.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { dateIn } from "../company/dates.ts";
import type { Finding } from "../company/finding.ts";
import { instantOn } from "../company/instant-on.ts";
import { AGENTS_FOLDER, agentId, agentsIn } from "../company/kit/agents/agent-files.ts";
import { leavesToCaller } from "../company/kit/agents/nested-tools.ts";
import { checkOtherAgents, isDepartmentFile } from "../company/kit/agents/other-agents.ts";
import type { Expected } from "../company/kit/client/loaded.ts";
import { checkBudgetRows } from "../company/kit/company/budget-rows.ts";
import {
  checkConstitutionLinks,
  checkConstitutionSize,
} from "../company/kit/company/constitution-links.ts";
import { checkLeftovers } from "../company/kit/company/leftovers.ts";
import {
  checkIgnored,
  checkMergeSetup,
  checkRemoteSecrets,
  checkRemotes,
} from "../company/kit/company/repository.ts";
import { checkTriggerRows } from "../company/kit/company/trigger-rows.ts";
import type { KitContext, KitFile } from "../company/kit/context.ts";
import { checkExpiry } from "../company/kit/facts/expiring-facts.ts";
import type { FactsContext } from "../company/kit/facts/facts.ts";
import { warningAt } from "../company/kit/findings.ts";
import {
  checkAlwaysOn,
  checkNamesakes,
  checkSkillNamesakes,
} from "../company/kit/pages/always-on.ts";
import { checkSkillListing, type SkillFound } from "../company/kit/pages/skill-listing.ts";
import { missingSkillFile, skillFolders } from "../company/kit/pages/skills.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { rowsOfPages } from "../company/pack/pages.ts";
import { packsInForce } from "../company/pack/rows.ts";
import { readConstitution } from "../files/company.ts";
import { readCompanyPacks } from "../files/packs.ts";
import { CONSTITUTION_FILE, MEMORY_FILE } from "../files/root.ts";
import { type Around, readAround } from "./around.ts";
import { checkFile } from "./check-file.ts";
import { askClient } from "./client/ask-client.ts";
import type { Repository } from "./git.ts";
import { readRepository } from "./git.ts";
import { readIgnoreFiles } from "./ignore-files.ts";
import { type KitFiles, readKitFiles, readOtherNames } from "./kit-files.ts";
import { checkLedger } from "./ledger.ts";
import { checkMachine } from "./machine.ts";
import { checkMemory } from "./memory.ts";
import { checkPacks } from "./packs.ts";
import { checkServers, missingFiles } from "./servers.ts";
import { oldSystemNode } from "./system-node.ts";
import { checkUserSettings } from "./user-settings.ts";
export interface Examination {
  /** The company's folder. */
  root: string;
  now: Date;
  /** Examine as of this ISO date instead of today: what will have expired by then. */
  date?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  /** As in process.versions.node. */
  nodeVersion: string;
  /** Start the real client too, and tell what it loads. */
  client?: boolean | undefined;
}

/**
 * Everything that is wrong with the company at `root`, by file and line, the machine last.
 * @throws HqError `usage` for a date that is none; with a date also when there is no constitution to
 * tell the time zone
 */
export async function examine({ date, ...present }: Examination): Promise<Finding[]> {
  const { root } = present;
  const asked = date === undefined ? present : { ...present, now: await dayAsked(present, date) };
  const exists = (file: string) => existsSync(path.join(root, file));
  const [kit, repository, memory, ledger, user, ignored, oldNode, aside, packs] = await Promise.all(
    [
      readKitFiles(root),
      readRepository(root),
      checkMemory(root, exists),
      checkLedger(root),
      checkUserSettings(present.env),
      readIgnoreFiles(root),
      oldSystemNode(asked),
      readOtherNames(root),
      readCompanyPacks(root),
    ],
  );
  const servers = checkServers(kit.texts, exists);
  const context: KitContext = {
    ...agentsIn(kit.paths, [...kit.texts.values()]),
    subagentsStartNone: startNone(kit.texts.get(CONSTITUTION_FILE)?.text ?? ""),
    skills: skillFolders(kit.paths).skills,
    servers: servers.names,
    files: repository.kind === "repository" ? repository.files : kit.paths,
    exists,
  };
  const { constitution, findings } = checkConstitution(kit.texts, context, memory.view);
  const facts = factsContext(asked, constitution);
  const around = await readAround(present, kit.texts, repository);
  const expected = expectedOf(kit, constitution);
  const client = present.client ? await askClient(present, expected) : [];
  return inOrder([
    ...kit.findings,
    ...memory.findings,
    ...ledger,
    ...user,
    ...servers.findings,
    ...findings,
    ...checkOtherAgents(
      [...otherAgents(kit.texts, constitution), ...projectAgents(around)],
      context.servers,
    ),
    ...checkAlwaysOn(around.texts),
    ...checkNamesakes(around.agents, new Set(expected.departments)),
    ...checkSkillNamesakes(
      around.skills.map(({ file }) => file.path),
      context.skills,
    ),
    ...checkSkillListing([...ownSkills(kit), ...around.skills]),
    ...[...skillFolders(kit.paths).empty].map(missingSkillFile),
    ...[...kit.texts.values()].flatMap((file) => checkFile(file, { context, facts, constitution })),
    ...checkExpiry(
      [...kit.texts.values()],
      facts.today,
      rowsOfPages(constitution === null ? [] : packsInForce(constitution, packs.packs)),
    ),
    ...checkPacks(packs, constitution, {
      root,
      today: facts.today,
      texts: kit.texts,
    }),
    ...missingFiles(exists),
    ...checkLeftovers([...kit.paths, ...aside], exists),
    ...checkSetUp(constitution),
    ...checkIgnored(ignored),
    ...checkPublication(repository, {
      isEmpty: memory.isEmpty,
      isSetUp: constitution === null || constitution.company.name !== null,
    }),
    ...client,
    ...checkMachine({ ...asked, oldSystemNode: oldNode, repository }),
  ]);
}

/** Of a page that says nothing at all something else is said. */
function startNone(constitution: string): boolean {
  return constitution.trim() === "" || leavesToCaller(constitution);
}

async function dayAsked({ root, now }: Examination, date: string): Promise<Date> {
  const { constitution } = await readConstitution(root);
  return instantOn(date, now, constitution.company.timeZone);
}

function checkConstitution(
  texts: ReadonlyMap<string, KitFile>,
  context: KitContext,
  memory: MemoryView | null,
) {
  const file = texts.get(CONSTITUTION_FILE);
  // Missing or unreadable: the one is refused before, the other is a finding already.
  if (file === undefined) return { constitution: null, findings: [] };
  const { constitution, findings } = parseConstitution(file.text, CONSTITUTION_FILE);
  const sizeBytes = Buffer.byteLength(file.text);
  return {
    constitution,
    findings: [
      ...findings,
      ...checkConstitutionSize(CONSTITUTION_FILE, sizeBytes),
      ...checkConstitutionLinks(CONSTITUTION_FILE, constitution, context),
      ...checkTriggerRows(CONSTITUTION_FILE, constitution),
      ...checkBudgetRows(CONSTITUTION_FILE, constitution),
      ...checkEvidenceCells(CONSTITUTION_FILE, constitution, { exists: context.exists, memory }),
    ],
  };
}

function expectedOf(kit: KitFiles, constitution: Constitution | null): Expected {
  const departments = [...kit.texts.keys()].filter((file) => isDepartmentFile(file, constitution));
  return {
    departments: departments.map(agentId).filter((id) => id !== null),
    skillFiles: kit.paths.filter(
      (file) => file.startsWith(".github/skills/") && file.endsWith("/SKILL.md"),
    ),
  };
}

function ownSkills(kit: KitFiles): SkillFound[] {
  return [...kit.texts.values()]
    .filter(({ path: name }) => name.startsWith(".github/skills/") && name.endsWith("/SKILL.md"))
    .map((file) => ({ file, isUsers: false }));
}

/** The user's own are no file of this company. */
function projectAgents({ agents }: Around): KitFile[] {
  return agents.filter(({ isUsers }) => !isUsers).map(({ file }) => file);
}

function otherAgents(
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

function factsContext(asked: Examination, constitution: Constitution | null): FactsContext {
  const timeZone = constitution?.company.timeZone ?? "UTC";
  return {
    today: dateIn(asked.now, timeZone),
    now: asked.now,
    timeZone,
    country: constitution?.company.country ?? null,
  };
}

function checkPublication(
  repository: Repository,
  { isEmpty, isSetUp }: { isEmpty: boolean; isSetUp: boolean },
): Finding[] {
  if (repository.kind !== "repository") return [];
  // Before the first commit too: after it the warning may come too late.
  const isKept = repository.files?.includes(MEMORY_FILE) ?? repository.tracked.has(MEMORY_FILE);
  const isPublished = !isEmpty && isKept;
  return [
    // A clone as it came has the kit's empty memory; hq init sets the driver up.
    ...(repository.tracked.has(MEMORY_FILE) && (isSetUp || !isEmpty)
      ? checkMergeSetup(repository.merge)
      : []),
    ...checkRemoteSecrets(repository.remotes),
    ...(isPublished ? checkRemotes(repository.remotes) : []),
  ];
}

/** A clone as it came works on nobody's company. */
function checkSetUp(constitution: Constitution | null): Finding[] {
  // A page without a single row is broken, which is a finding already.
  if (constitution === null || constitution.departments.length === 0) return [];
  if (constitution.company.name !== null) return [];
  return [
    warningAt(".", 0, {
      what: "no company is set up here yet: the constitution has no Name",
      expected: "a name in the table Company",
      fix: "Run hq init.",
    }),
  ];
}

/** By file and line; the machine last; the same finding once. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const seen = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...seen.values()].sort(
    (one, other) =>
      Number(one.file === ".") - Number(other.file === ".") ||
      compareText(one.file, other.file) ||
      one.line - other.line,
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The whole examination: gathers the files, applies the rules of company/kit, changes nothing. */

import { existsSync } from "node:fs";
import path from "node:path";
import { checkEvidenceCells } from "../company/claims/sources/table-findings.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { dateIn } from "../company/dates.ts";
import type { Finding } from "../company/finding.ts";
import { instantOn } from "../company/instant-on.ts";
import { AGENTS_FOLDER, agentsIn } from "../company/kit/agents/agent-files.ts";
import { leavesToCaller } from "../company/kit/agents/nested-tools.ts";
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
  checkUnkept,
} from "../company/kit/company/repository.ts";
import { joinLineEnds } from "../company/kit/company/text-form.ts";
import { checkTriggerRows } from "../company/kit/company/trigger-rows.ts";
import type { KitContext } from "../company/kit/context.ts";
import { checkExpiry } from "../company/kit/facts/expiring-facts.ts";
import type { FactsContext } from "../company/kit/facts/facts.ts";
import { warningAt } from "../company/kit/findings.ts";
import { ownership, ownText } from "../company/kit/ownership.ts";
import {
  checkAlwaysOn,
  checkNamesakes,
  checkSkillNamesakes,
} from "../company/kit/pages/always-on.ts";
import { checkSkillListing } from "../company/kit/pages/skill-listing.ts";
import { skillFolders } from "../company/kit/pages/skills.ts";
import { checkYours } from "../company/kit/yours.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { rowsOfPages } from "../company/pack/pages.ts";
import { packsInForce } from "../company/pack/rows.ts";
import { BUILD } from "../files/build-id.ts";
import { readConstitution } from "../files/company.ts";
import { readKeptConstitution } from "../files/kept-constitution.ts";
import { readCompanyPacks } from "../files/packs.ts";
import { CONSTITUTION_FILE, MEMORY_FILE } from "../files/root.ts";
import { readAround } from "./around.ts";
import { checkFile, scenarioCheck } from "./check-file.ts";
import type { Repository } from "./git.ts";
import { readRepository, unkeptIn } from "./git.ts";
import { readIgnoreFiles } from "./ignore-files.ts";
import { type KitFiles, readKitFiles, readOtherNames } from "./kit-files.ts";
import {
  expectedOf,
  missingSkillFiles,
  otherAgents,
  projectAgents,
  projectSkills,
  writtenHere,
} from "./kit-parts.ts";
import { checkLedger } from "./ledger.ts";
import { checkMachine } from "./machine.ts";
import { checkMemory } from "./memory.ts";
import { checkPacks } from "./packs.ts";
import { checkServers, missingFiles } from "./servers.ts";
import { checkAnswers } from "./set-up.ts";
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
 * Everything that is wrong with the company at `root`, by file and line, the machine last. `asking` is what git was
 * asked already.
 * @throws HqError `usage` for a date that is none; with a date also when there is no constitution to
 * tell the time zone
 */
export async function examine(
  { date, ...present }: Examination,
  asking: Promise<Repository> = readRepository(present.root),
): Promise<Finding[]> {
  const { root } = present;
  const asked = date === undefined ? present : { ...present, now: await dayAsked(present, date) };
  const exists = (file: string) => existsSync(path.join(root, file));
  const [kit, repository, memory, ledger, user, ignored, oldNode, aside, packs] = await Promise.all(
    [
      readKitFiles(root),
      asking,
      checkMemory(root, exists),
      checkLedger(root),
      checkUserSettings(present.env),
      readIgnoreFiles(root),
      oldSystemNode(asked),
      readOtherNames(root),
      readCompanyPacks(root),
    ],
  );
  const servers = checkServers(kit.texts, { exists, isBeside: kit.installed.isBeside });
  const context: KitContext = {
    ...agentsIn(kit.paths, [...kit.texts.values()]),
    subagentsStartNone: startNone(kit.texts.get(CONSTITUTION_FILE)?.text ?? ""),
    skills: skillFolders(kit.paths).skills,
    servers: servers.names,
    files: repository.kind === "repository" ? repository.files : kit.paths,
    exists,
  };
  const { constitution, findings } = await checkConstitution(root, kit, {
    context,
    memory: memory.view,
  });
  const facts = factsContext(asked, constitution);
  const around = await readAround(present, kit, repository);
  const isOurs = ownership(kit.installed, constitution);
  const { isBeside } = kit.installed;
  const own = [...kit.texts.values()].filter(isOurs);
  const expected = expectedOf(own, constitution);
  const checkScenarios = await scenarioCheck(kit.texts.keys());
  const client = present.client ? await askCopilot(present, expected) : [];
  return inOrder([
    ...kit.findings,
    ...memory.findings,
    ...ledger,
    ...user,
    ...servers.findings,
    ...findings,
    ...checkYours({
      agents: [...otherAgents(kit.texts, constitution), ...projectAgents(around)],
      others: [...kit.texts.values()].filter(
        (file) => !isOurs(file) && !file.path.startsWith(AGENTS_FOLDER),
      ),
      servers: servers.yours,
      unread: kit.unread,
      known: context.servers,
    }),
    ...checkAlwaysOn(around.texts),
    ...checkNamesakes(around.agents, new Set(expected.departments)),
    ...checkSkillNamesakes(
      around.skills.map(({ file }) => file.path),
      context.skills,
    ),
    ...checkSkillListing([...projectSkills(kit), ...around.skills], isOurs),
    ...missingSkillFiles(kit, isOurs),
    ...joinLineEnds(
      [...kit.texts.values()].flatMap((file) =>
        checkFile(file, { context, facts, constitution, isOurs, isBeside, checkScenarios }),
      ),
    ),
    ...checkExpiry(
      own,
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
    ...(await checkAnswers(root, {
      constitution,
      page: kit.texts.get(CONSTITUTION_FILE)?.text ?? "",
      packs: packs.packs,
    })),
    ...checkIgnored(ignored),
    ...checkUnkept(unkeptIn(repository, writtenHere(kit, exists))),
    ...checkPublication(repository, {
      isEmpty: memory.isEmpty,
      isSetUp: constitution === null || constitution.company.name !== null,
    }),
    ...client,
    ...checkMachine({ ...asked, oldSystemNode: oldNode, repository }),
  ]);
}

/** Node's own web server and client take 20 ms to load, and are for this alone. */
async function askCopilot(present: Examination, expected: Expected): Promise<Finding[]> {
  const { askClient } = await import("./client/ask-client.ts");
  return askClient(present, expected);
}

/** Of a page that says nothing at all something else is said. */
function startNone(constitution: string): boolean {
  return constitution.trim() === "" || leavesToCaller(constitution);
}

async function dayAsked({ root, now }: Examination, date: string): Promise<Date> {
  const { constitution } = await readConstitution(root);
  return instantOn(date, now, constitution.company.timeZone);
}

/** As another command read it, when the page is still the same; the doctor itself keeps nothing. */
async function readPage(root: string, text: string) {
  const kept = await readKeptConstitution({ root, text, build: BUILD });
  if (kept !== null) return kept;
  const { parseConstitution } = await import("../company/constitution/parse.ts");
  return parseConstitution(text, CONSTITUTION_FILE);
}

async function checkConstitution(
  root: string,
  { texts, installed }: KitFiles,
  { context, memory }: { context: KitContext; memory: MemoryView | null },
) {
  const file = texts.get(CONSTITUTION_FILE);
  // Missing or unreadable: the one is refused before, the other is a finding already.
  if (file === undefined) return { constitution: null, findings: [] };
  const { constitution, findings } = await readPage(root, file.text);
  const sizeBytes = Buffer.byteLength(installed.isBeside ? ownText(file) : file.text);
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

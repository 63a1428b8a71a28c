/** The whole examination: gathers the files, applies the rules of company/kit, changes nothing. */
import { existsSync } from "node:fs";
import path from "node:path";
import { parseBoard } from "../company/board/parse.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import { checkEvidenceCells } from "../company/claims/table-findings.ts";
import {
  FOUNDER_VOICE_FILE,
  readBannedTable,
  readFounderWords,
  VOICE_SKILL_FILE,
} from "../company/claims/voice-guide.ts";
import { parseConstitution } from "../company/constitution/parse.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { dateIn } from "../company/dates.ts";
import { parseDrafts } from "../company/drafts.ts";
import type { Finding } from "../company/finding.ts";
import { instantOn } from "../company/instant-on.ts";
import { agentId } from "../company/kit/agent-files.ts";
import { checkAgent } from "../company/kit/agents.ts";
import { AGENTS_PAGE_FILE, checkAgentsPage } from "../company/kit/agents-page.ts";
import {
  checkConstitutionLinks,
  checkConstitutionSize,
  checkReviewMention,
} from "../company/kit/constitution-links.ts";
import type { KitContext, KitFile } from "../company/kit/context.ts";
import { checkExpiry } from "../company/kit/expiring-facts.ts";
import type { FactsContext } from "../company/kit/facts.ts";
import { checkFacts } from "../company/kit/facts.ts";
import { errorAt, warningAt } from "../company/kit/findings.ts";
import {
  COPILOT_SETTINGS_FILE,
  checkCopilotSettings,
  checkHookScript,
  checkHooks,
  GUARD_FILE,
  missingGuard,
} from "../company/kit/hooks.ts";
import { checkInstructions } from "../company/kit/instructions.ts";
import { checkLeftovers } from "../company/kit/leftovers.ts";
import { checkLinks } from "../company/kit/links.ts";
import type { ServerConfig } from "../company/kit/mcp-config.ts";
import {
  CLI_CONFIG_FILE,
  compareServerConfigs,
  EXTRA_CONFIG_FILE,
  LOCAL_CONFIG_FILE,
  missingConfig,
  readServerConfig,
} from "../company/kit/mcp-config.ts";
import { checkPrompt } from "../company/kit/prompts.ts";
import {
  checkIgnored,
  checkMergeSetup,
  checkRemoteSecrets,
  checkRemotes,
} from "../company/kit/repository.ts";
import { checkSecrets } from "../company/kit/secrets.ts";
import { checkSkill, missingSkillFile, skillFolders } from "../company/kit/skills.ts";
import { checkTextForm } from "../company/kit/text-form.ts";
import { checkTriggerRows } from "../company/kit/trigger-rows.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { readConstitution } from "../files/company.ts";
import { CONSTITUTION_FILE, DRAFTS_FOLDER, MEMORY_FILE } from "../files/root.ts";
import type { Repository } from "./git.ts";
import { readRepository } from "./git.ts";
import { readIgnoreFiles } from "./ignore-files.ts";
import { readKitFiles, readOtherNames } from "./kit-files.ts";
import { checkLedger } from "./ledger.ts";
import { checkMachine } from "./machine.ts";
import { checkMemory } from "./memory.ts";
import { oldSystemNode } from "./system-node.ts";

export interface Examination {
  /** The company's folder. */
  root: string;
  now: Date;
  /** Examine as of this ISO date instead of today: what will have expired by then. */
  date?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  /** As in process.versions.node. */
  nodeVersion: string;
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
  const [kit, repository, memory, ledger, ignored, oldNode, aside] = await Promise.all([
    readKitFiles(root),
    readRepository(root),
    checkMemory(root, exists),
    checkLedger(root),
    readIgnoreFiles(root),
    oldSystemNode(asked),
    readOtherNames(root),
  ]);
  const servers = checkServers(kit.texts, exists);
  const context: KitContext = {
    agents: new Set(kit.paths.map(agentId).filter((id) => id !== null)),
    skills: skillFolders(kit.paths).skills,
    servers: servers.names,
    files: repository.kind === "repository" ? repository.files : kit.paths,
    exists,
  };
  const { constitution, findings } = checkConstitution(kit.texts, context, memory.view);
  const facts = factsContext(asked, constitution);
  return inOrder([
    ...kit.findings,
    ...memory.findings,
    ...ledger,
    ...servers.findings,
    ...findings,
    ...[...skillFolders(kit.paths).empty].map(missingSkillFile),
    ...[...kit.texts.values()].flatMap((file) => checkFile(file, { context, facts, constitution })),
    ...checkExpiry([...kit.texts.values()], facts.today),
    ...missingFiles(exists),
    ...checkLeftovers([...kit.paths, ...aside], exists),
    ...checkSetUp(constitution),
    ...checkIgnored(ignored),
    ...checkPublication(repository, {
      isEmpty: memory.isEmpty,
      isSetUp: constitution === null || constitution.company.name !== null,
    }),
    ...checkMachine({ ...asked, oldSystemNode: oldNode, repository }),
  ]);
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

interface Knowledge {
  context: KitContext;
  facts: FactsContext;
  constitution: Constitution | null;
}

/** Every rule about one file, chosen by its path. */
function checkFile(file: KitFile, known: Knowledge): Finding[] {
  const form = [...checkTextForm(file), ...checkSecrets(file)];
  const { path: name } = file;
  if (name === BOARD_FILE) {
    const departments = known.constitution?.departments.map(({ agent }) => agent) ?? null;
    return [...form, ...parseBoard(file.text, name, departments).findings];
  }
  if (name === COPILOT_SETTINGS_FILE) return [...form, ...checkCopilotSettings(file)];
  if (name.startsWith(".github/hooks/") && name.endsWith(".json")) {
    return [...form, ...checkHooks(file, known.context)];
  }
  if (name.startsWith(".github/hooks/") && /\.[cm]?js$/.test(name)) {
    return [...form, ...checkHookScript(file, known.context)];
  }
  if (!name.endsWith(".md")) return form;
  return [...form, ...checkMarkdown(file, known), ...checkLinks(file, known.context)];
}

function checkMarkdown(file: KitFile, known: Knowledge): Finding[] {
  const { path: name } = file;
  if (name === AGENTS_PAGE_FILE) return checkAgentsPage(Buffer.byteLength(file.text));
  if (name.startsWith(".github/agents/")) {
    const mention = known.constitution === null ? [] : checkReviewMention(file, known.constitution);
    return [...checkAgent(file, known.context), ...mention];
  }
  if (name.startsWith(".github/skills/")) {
    const voice = name === VOICE_SKILL_FILE ? readBannedTable(file).findings : [];
    return [...checkSkill(file), ...checkFacts(file, known.facts), ...voice];
  }
  if (name.startsWith(".github/prompts/")) return checkPrompt(file, known.context);
  if (name.startsWith(".github/instructions/")) return checkInstructions(file, known.context);
  if (name === FOUNDER_VOICE_FILE) return readFounderWords(file).findings;
  if (name.startsWith(`${DRAFTS_FOLDER}/week-`)) return parseDrafts(file.text, name).findings;
  return [];
}

function checkServers(texts: ReadonlyMap<string, KitFile>, exists: KitContext["exists"]) {
  const findings: Finding[] = [];
  const read = (name: string): ServerConfig => {
    const file = texts.get(name);
    if (file === undefined) return { findings: [], servers: null };
    const config = readServerConfig(file, exists);
    findings.push(...config.findings);
    return config;
  };
  const cli = read(CLI_CONFIG_FILE);
  const local = read(LOCAL_CONFIG_FILE);
  const extra = read(EXTRA_CONFIG_FILE);
  findings.push(...compareServerConfigs(cli, local));
  // When the file is broken, that is the finding, not every tool of every agent.
  const names = [cli, local, extra].flatMap(({ servers }) => [...(servers?.keys() ?? [])]);
  return { findings, names: new Set(["memory", "company", ...names]) };
}

function missingFiles(exists: KitContext["exists"]): Finding[] {
  const findings: Finding[] = [];
  for (const file of [CLI_CONFIG_FILE, LOCAL_CONFIG_FILE]) {
    if (!exists(file)) findings.push(missingConfig(file));
  }
  if (!exists(GUARD_FILE)) findings.push(missingGuard());
  if (!exists(BOARD_FILE)) {
    findings.push(
      errorAt(BOARD_FILE, 0, {
        what: "no such file",
        expected: "the board, with the sections Now, Next, Blocked and Done",
        fix: "Restore it from git, or make one with these four headings.",
      }),
    );
  }
  return findings;
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

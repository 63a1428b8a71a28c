/** Every rule about one file of the kit, chosen by its path. */
import { parseBoard } from "../company/board/parse.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import {
  FOUNDER_VOICE_FILE,
  readBannedTable,
  readFounderWords,
  VOICE_SKILL_FILE,
} from "../company/claims/sources/voice-guide.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { parseDrafts } from "../company/drafts.ts";
import { isEvalFile } from "../company/evals/files.ts";
import type { Finding } from "../company/finding.ts";
import { AGENTS_FOLDER } from "../company/kit/agents/agent-files.ts";
import { checkAgent } from "../company/kit/agents/agents.ts";
import { AGENTS_PAGE_FILE, checkAgentsPage } from "../company/kit/agents/agents-page.ts";
import { isDepartmentFile } from "../company/kit/agents/other-agents.ts";
import { checkReviewMention } from "../company/kit/company/constitution-links.ts";
import { checkSecrets } from "../company/kit/company/secrets.ts";
import { checkTextForm } from "../company/kit/company/text-form.ts";
import type { KitContext, KitFile } from "../company/kit/context.ts";
import type { FactsContext } from "../company/kit/facts/facts.ts";
import { checkFacts } from "../company/kit/facts/facts.ts";
import { ownPart } from "../company/kit/ownership.ts";
import { checkInstructions } from "../company/kit/pages/instructions.ts";
import { checkLinks } from "../company/kit/pages/links.ts";
import { checkPrompt } from "../company/kit/pages/prompts.ts";
import { checkTwin } from "../company/kit/pages/skill-twins.ts";
import { checkSkill } from "../company/kit/pages/skills.ts";
import {
  COPILOT_SETTINGS_FILE,
  checkCopilotSettings,
  checkHookScript,
  checkHooks,
  checkHooksOff,
} from "../company/kit/settings/hooks.ts";
import { DRAFTS_FOLDER } from "../files/root.ts";
/** What the rules about one file must know of the rest. */
export interface Knowledge {
  context: KitContext;
  facts: FactsContext;
  constitution: Constitution | null;
  /** As in company/kit/ownership.ts. */
  isOurs: (file: KitFile) => boolean;
  isBeside: boolean;
  /** What examines a file of scenarios; null where there is none. */
  checkScenarios: ((file: KitFile) => Finding[]) | null;
}

/** What examines scenarios, where one of these paths is theirs; it brings zod along. */
export async function scenarioCheck(paths: Iterable<string>): Promise<Knowledge["checkScenarios"]> {
  if (![...paths].some(isEvalFile)) return null;
  const { checkEvalFile } = await import("../company/evals/scenario.ts");
  return checkEvalFile;
}

/** What is wrong with one file, as far as it is the company's. */
export function checkFile(file: KitFile, known: Knowledge): Finding[] {
  if (known.isOurs(file)) return checkOwn(known.isBeside ? ownPart(file) : file, known);
  return file.path.startsWith(".github/hooks/") && file.path.endsWith(".json")
    ? checkHooksOff(file)
    : [];
}

function checkOwn(file: KitFile, known: Knowledge): Finding[] {
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
  if (name.startsWith(".github/hooks/") && /\.([cm]?js|sh|py)$/.test(name)) {
    return [...form, ...checkHookScript(file, known.context)];
  }
  if (isEvalFile(name)) return [...form, ...(known.checkScenarios?.(file) ?? [])];
  if (!name.endsWith(".md")) return form;
  if (name.startsWith(AGENTS_FOLDER) && !isDepartmentFile(name, known.constitution)) return form;
  return [...form, ...checkMarkdown(file, known), ...checkLinks(file, known.context)];
}

function checkMarkdown(file: KitFile, known: Knowledge): Finding[] {
  const { path: name } = file;
  if (name === AGENTS_PAGE_FILE) return checkAgentsPage(Buffer.byteLength(file.text.trimStart()));
  if (name.startsWith(".github/agents/")) {
    const mention = known.constitution === null ? [] : checkReviewMention(file, known.constitution);
    return [...checkAgent(file, known.context), ...mention];
  }
  if (name.startsWith(".github/skills/")) {
    const voice = name === VOICE_SKILL_FILE ? readBannedTable(file).findings : [];
    const twin = checkTwin(file, known.context.skills);
    return [...checkSkill(file), ...twin, ...checkFacts(file, known.facts), ...voice];
  }
  if (name.startsWith(".github/prompts/")) return checkPrompt(file, known.context);
  if (name.startsWith(".github/instructions/")) return checkInstructions(file, known.context);
  if (name === FOUNDER_VOICE_FILE) return readFounderWords(file).findings;
  if (name.startsWith(`${DRAFTS_FOLDER}/week-`)) return parseDrafts(file.text, name).findings;
  return [];
}

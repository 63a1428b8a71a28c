/**
 * The scenarios of the departments on the founder's Copilot client, with a model that is a script: what the
 * kit's texts and tools make happen, and what they forbid. No key, no network, no cost.
 */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { HqError } from "../company/error.ts";
import { EVAL_COMPANY_FILE, isEvalFile } from "../company/evals/files.ts";
import {
  departmentsIn,
  type EvalCompany,
  readEvalCompany,
  readScenarios,
  type Scenario,
} from "../company/evals/scenario.ts";
import { takenOut } from "../company/evals/take-out.ts";
import { findingSentence } from "../company/finding.ts";
import type { KitTexts } from "../company/proposals/proposal.ts";
import type { Script } from "./evals/conversation.ts";
import { type Played, playScenarios } from "./evals/play.ts";
import {
  copyTemplate,
  makeTemplate,
  openWorkshop,
  type Template,
  type Workshop,
  type WorkshopSources,
} from "./evals/workshop.ts";

/** The founder's client, as it is started for one session. */
export interface EvalClient {
  /**
   * Runs one session to its end; nothing of it is left when it resolves.
   * @throws HqError `wrong-state` when there is no client, or it cannot be used
   */
  session(wish: SessionWish): Promise<SessionEnd>;
}

export interface SessionWish {
  /** The company in which it works. */
  root: string;
  /** A folder for the client's own state. */
  home: string;
  agent: string;
  prompt: string;
  script: Script;
  signal: AbortSignal;
}

export interface SessionEnd {
  /** What was wrong, a sentence; null when it came to its end. */
  trouble: string | null;
}

export interface ScenarioSources extends Omit<WorkshopSources, "today"> {
  client: EvalClient;
  /** ISO date. */
  today: string;
  signal: AbortSignal;
  /** Sessions at one time. */
  jobs?: number | undefined;
}

export interface ScenarioResult {
  id: string;
  department: string;
  shows: string;
  /** Where its sentence stands, or what its barrier is. */
  about: string;
  ok: boolean;
  /** False when the client ended before it. */
  isPlayed: boolean;
  failures: string[];
  ms: number;
}

export interface Suite {
  company: EvalCompany;
  scenarios: Scenario[];
}

/**
 * The scenarios in these texts; null when there are none.
 * @throws HqError `invalid-file` for a file that cannot be read as scenarios
 */
export function suiteIn(texts: KitTexts): Suite | null {
  const pages = [...texts].flatMap(([path, text]) =>
    text !== null && isEvalFile(path) ? [{ path, text }] : [],
  );
  const own = pages.find(({ path }) => path === EVAL_COMPANY_FILE);
  if (own === undefined) return null;
  const company = readEvalCompany(own);
  const read = pages.filter((page) => page !== own).map(readScenarios);
  const findings = [
    ...(company.kind === "bad" ? company.findings : []),
    ...read.flatMap((each) => each.findings),
  ];
  const [first] = findings;
  if (first !== undefined || company.kind === "bad")
    throw new HqError(
      "invalid-file",
      `Cannot read the scenarios: ${first === undefined ? EVAL_COMPANY_FILE : findingSentence(first)}`,
      { hint: "Mend it, or restore it from git; hq doctor names each line." },
    );
  const scenarios = read.flatMap((each) => each.scenarios);
  return scenarios.length === 0 ? null : { company: company.company, scenarios };
}

/** Those whose departments are all in these texts: a company may be without some. */
export function playable({ scenarios }: Suite, texts: KitTexts): Scenario[] {
  return scenarios.filter((scenario) =>
    departmentsIn(scenario).every((id) => texts.has(`.github/agents/${id}.agent.md`)),
  );
}

/**
 * Plays scenarios, those of one department in one session.
 * @throws HqError `wrong-state` without a client
 */
export async function runScenarios(
  sources: ScenarioSources,
  { kit, company, scenarios }: { kit: KitTexts } & Suite,
): Promise<ScenarioResult[]> {
  return inWorkshop(sources, async (workshop) => {
    const template = await makeTemplate(workshop, kit, company);
    const departments = [...new Set(scenarios.map(({ department }) => department))];
    const groups = departments.map((id) => scenarios.filter((each) => each.department === id));
    const results = await atMost(groups, jobsOf(sources), async (group) => {
      const own = { workshop, template, kit: null, scenarios: group };
      const { played, trouble } = await session(sources, own);
      const byScenario = new Map(played.map((each) => [each.scenario, each]));
      return group.map((scenario) => resultOf(scenario, byScenario.get(scenario), trouble));
    });
    return results.flat();
  });
}

export interface WithoutResult {
  id: string;
  department: string;
  /** Whether it fails now, as it should. */
  fails: boolean;
  /** How it failed, or why it shows nothing; a sentence each. */
  why: string[];
  ms: number;
}

/**
 * Plays each scenario with what it is about taken out of the kit: each has to fail.
 * @throws HqError `wrong-state` without a client
 */
export async function runTakenOut(
  sources: ScenarioSources,
  { kit, company, scenarios }: { kit: KitTexts } & Suite,
): Promise<WithoutResult[]> {
  return inWorkshop(sources, async (workshop) => {
    const template = await makeTemplate(workshop, kit, company);
    return atMost(scenarios, jobsOf(sources), async (scenario) => {
      const { id, department } = scenario;
      const less = takenOut(kit, scenario);
      if (less === null)
        return { id, department, fails: false, why: ["what it is about is not in the kit"], ms: 0 };
      const group = { workshop, template, kit: less, scenarios: [scenario] };
      const { played, trouble } = await session(sources, group);
      const [own] = played;
      // That the sentence did not arrive is no wonder: the world has to look otherwise.
      const why = own?.unmet ?? [`it was not played: ${trouble ?? "the client ended before it"}`];
      return { id, department, fails: own !== undefined && why.length > 0, why, ms: own?.ms ?? 0 };
    });
  });
}

async function inWorkshop<T>(
  sources: ScenarioSources,
  body: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  const workshop = await openWorkshop(sources);
  try {
    return await body(workshop);
  } finally {
    await workshop.close();
  }
}

interface Group {
  workshop: Workshop;
  template: Template;
  kit: KitTexts | null;
  /** All of one department. */
  scenarios: readonly Scenario[];
}

async function session(
  { client, signal }: ScenarioSources,
  { workshop, template, kit, scenarios }: Group,
): Promise<{ played: Played[]; trouble: string | null }> {
  const { root, texts } = await copyTemplate(workshop, template, kit);
  const world = { root, texts, seeded: template.seeded, today: workshop.today, now: workshop.now };
  const mark = `Scenarios ${randomUUID()}`;
  const play = playScenarios(world, scenarios, { mark, clock: () => performance.now() });
  const { trouble } = await client.session({
    ...{ root, home: `${root}-home`, agent: scenarios[0]?.department ?? "", signal },
    ...{ prompt: play.prompt, script: play.script },
  });
  // What was stopped tells nothing of the kit.
  if (signal.aborted)
    throw new HqError("wrong-state", `The scenarios were stopped. ${String(signal.reason)}`);
  return { played: play.played(), trouble };
}

function resultOf(
  scenario: Scenario,
  played: Played | undefined,
  trouble: string | null,
): ScenarioResult {
  const { id, department, shows, sentence, barrier } = scenario;
  const by = barrier?.by;
  const about = sentence?.file ?? (typeof by === "object" ? `the row "${by.row}"` : (by ?? ""));
  const notPlayed = `it was not played: ${trouble ?? "the client ended before it"}`;
  const unread = played?.unread == null ? [] : [played.unread];
  const failures = played === undefined ? [notPlayed] : [...unread, ...played.unmet];
  return {
    ...{ id, department, shows, about, failures },
    ...{ ok: failures.length === 0, isPlayed: played !== undefined, ms: played?.ms ?? 0 },
  };
}

/** A session keeps one core busy while it starts. */
function jobsOf({ jobs }: ScenarioSources): number {
  return jobs ?? Math.max(1, Math.min(4, availableParallelism()));
}

async function atMost<T, R>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at] as T;
      results[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
  return results;
}

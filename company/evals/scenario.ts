/**
 * Scenarios: what the kit's texts and tools must make happen or forbid, as data beside the kit. A scenario
 * says what a department is asked, the sentence that must reach its model or the barrier that must stop
 * it, what is done with the sentence and without, and what the company must look like afterwards.
 */
import { z } from "zod";
import type { Finding } from "../finding.ts";
import { errorAt } from "../kit/findings.ts";
import { readJson } from "../kit/json.ts";
import { READ_ONCE } from "../read-once.ts";
import { EVAL_COMPANY_FILE, EVALS_FOLDER } from "./files.ts";

const LIMIT_CHARS = 8_000;
/** More than any department needs; each one costs a part of a start of the client. */
const SCENARIOS_LIMIT = 60;
const STEPS_LIMIT = 12;

const text = z.string().min(1).max(LIMIT_CHARS);
const file = z.string().regex(/^(?!.*\.\.)[\w.{}][\w.{}/+-]{0,200}$/, "a path from the root");
const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "lower case with hyphens");

const call = z.strictObject({
  /** As the client names it: `company-board_update`, `edit`, `task`. */
  tool: z.string().regex(/^[\w-]{1,80}$/),
  args: z.record(z.string(), z.unknown()),
});
const step = z.union([call, z.strictObject({ say: text })]);
const steps = z.array(step).max(STEPS_LIMIT);

const entity = z.strictObject({
  name: text,
  type: text,
  observations: z.array(text).max(30),
});

const request = z.strictObject({
  from: id,
  to: id,
  task: text,
  whatIDid: text,
  whatINeed: text,
  context: text,
  work: text,
});

/** What is in the world of the company when a scenario begins, beside what every scenario finds. */
const setup = z.strictObject({
  files: z.record(file, z.string().max(LIMIT_CHARS)).default({}),
  memory: z.array(entity).max(30).default([]),
  /** Asked for and not answered; `{review}` is the id of the first. */
  reviews: z.array(request).max(4).default([]),
});

const held = { has: text.optional(), lacks: text.optional() };
const expectation = z.union([
  z.strictObject({ file, ...held, is: z.enum(["unchanged", "missing"]).optional() }),
  /** An entity by its name; `*` at the end stands for anything. */
  z.strictObject({ memory: text, ...held, is: z.literal("missing").optional() }),
  /** A review that was asked for in this scenario. */
  z.strictObject({
    review: z.strictObject({ from: id.optional(), to: id }),
    is: z.enum(["asked", "open", "APPROVED", "CONCERNS", "BLOCKING", "withheld", "none"]),
    has: text.optional(),
  }),
  /** What a tool answered. */
  z.strictObject({ result: text }),
  /** What the department said at its end. */
  z.strictObject({ answer: z.strictObject(held) }),
  /** A department that was started as a subagent. */
  z.strictObject({ handed: id, ...held, is: z.literal("none").optional() }),
]);

const sentence = z.strictObject({
  file,
  /** As it stands in the file, within one line. */
  text: text.max(500),
});

const barrier = z.strictObject({
  /** `guard`: the hook. `server/tool`: that tool. `row`: words in a table of the constitution. */
  by: z.union([
    z.literal("guard"),
    z.string().regex(/^(memory|company)\/\w+$/),
    z.strictObject({ row: text.max(500) }),
  ]),
  /** Of its words, which must reach the model. */
  says: text.max(300),
});

const scenario = z
  .strictObject({
    id,
    /** What it shows, for people. */
    shows: text.max(300),
    /** What the department is asked. */
    task: text,
    setup: setup.optional(),
    /** What it does in any case, before it decides: opens a skill, looks things up. */
    looks: steps.default([]),
    sentence: sentence.optional(),
    barrier: barrier.optional(),
    /** What a reader of the sentence does. */
    heeds: steps.default([]),
    /** What somebody does who has not read it, or does not care. */
    oversteps: steps.min(1),
    /** What departments that it hands work to do there. */
    others: z.record(id, steps).default({}),
    expect: z.array(expectation).min(1).max(12),
    /** With a real model, whose words nobody knows before: what must be so then. */
    live: z.array(expectation).min(1).max(12).optional(),
  })
  .refine(({ sentence, barrier }) => (sentence === undefined) !== (barrier === undefined), {
    message: "exactly one of sentence and barrier",
  })
  .refine(({ sentence, heeds }) => sentence === undefined || heeds.length > 0, {
    message: "with a sentence, what a reader of it does: heeds",
    path: ["heeds"],
  });

const departmentFile = z.strictObject({
  department: id,
  scenarios: z.array(scenario).max(SCENARIOS_LIMIT),
});

const companyFile = z.strictObject({
  /** Fields of the table Company. */
  company: z.record(z.string(), text),
  /** Rows of the table Products. */
  products: z.array(z.array(z.string().max(200)).min(2).max(8)).max(10),
  files: z.record(file, z.string().max(LIMIT_CHARS)),
  memory: z.array(entity).max(60),
});

export type Scenario = z.infer<typeof scenario> & { department: string; file: string };
export type Step = z.infer<typeof step>;
export type Expectation = z.infer<typeof expectation>;
export type EvalCompany = z.infer<typeof companyFile>;

/** The departments without which a scenario cannot be played. */
export function departmentsIn({ department, setup, heeds, expect, others }: Scenario): string[] {
  const asked = (setup?.reviews ?? []).flatMap(({ from, to }) => [from, to]);
  const started = heeds.flatMap((each) =>
    "tool" in each ? [each.args.agent_type, each.args.to] : [],
  );
  const expected = expect.flatMap((each) => {
    if ("review" in each) return [each.review.from, each.review.to];
    return "handed" in each ? [each.handed] : [];
  });
  const all = [department, ...Object.keys(others), ...asked, ...started, ...expected];
  return [...new Set(all.filter((each) => typeof each === "string"))];
}

export interface ScenarioReading {
  scenarios: Scenario[];
  findings: Finding[];
}

/** The scenarios of one file below `.github/evals/`, or what is wrong with it. */
export function readScenarios(page: { path: string; text: string }): ScenarioReading {
  const read = parsed(page, departmentFile, "the scenarios of one department");
  if (read.kind === "bad") return { scenarios: [], findings: [read.finding] };
  const { department, scenarios } = read.value;
  const named = page.path.slice(EVALS_FOLDER.length).replace(/\.json$/, "");
  const findings: Finding[] = [];
  if (department !== named)
    findings.push(
      wrong(page, `"department" is "${department}"`, `"${named}", as the file is named`),
    );
  const ids = scenarios.map((each) => each.id);
  const twice = ids.find((each, at) => ids.indexOf(each) !== at);
  if (twice !== undefined)
    findings.push(wrong(page, `two scenarios with the id "${twice}"`, "each id once"));
  return {
    scenarios: scenarios.map((each) => ({ ...each, department, file: page.path })),
    findings,
  };
}

export type CompanyReading =
  | { kind: "company"; company: EvalCompany }
  | { kind: "bad"; findings: Finding[] };

/** The company in which scenarios are played, or what is wrong with its file. */
export function readEvalCompany(page: { path: string; text: string }): CompanyReading {
  const read = parsed(page, companyFile, "the company of the scenarios");
  return read.kind === "bad"
    ? { kind: "bad", findings: [read.finding] }
    : { kind: "company", company: read.value };
}

/** What is wrong with a file below `.github/evals/`. */
export function checkEvalFile(page: { path: string; text: string }): Finding[] {
  if (page.path === EVAL_COMPANY_FILE) {
    const read = readEvalCompany(page);
    return read.kind === "bad" ? read.findings : [];
  }
  return readScenarios(page).findings;
}

type Parsed<T> = { kind: "value"; value: T } | { kind: "bad"; finding: Finding };

function parsed<T>(
  page: { path: string; text: string },
  schema: z.ZodType<T>,
  what: string,
): Parsed<T> {
  const json = readJson(page);
  if (json.kind === "bad") return { kind: "bad", finding: json.finding };
  const read = schema.safeParse(json.value, READ_ONCE);
  if (read.success) return { kind: "value", value: read.data };
  const [issue] = read.error.issues;
  const place = issue?.path.map(String).join(".") || "the file";
  const named = scenarioNamed(json.value, issue?.path ?? []);
  return {
    kind: "bad",
    finding: wrong(page, `${place}${named}: ${issue?.message ?? "not as expected"}`, what),
  };
}

/** The id of the scenario that an issue lies in: a number in a list finds nobody. */
function scenarioNamed(value: Record<string, unknown>, path: readonly PropertyKey[]): string {
  const list: unknown = value.scenarios;
  if (!Array.isArray(list) || typeof path[1] !== "number") return "";
  const found = (list[path[1]] as { id?: unknown } | undefined)?.id;
  return typeof found === "string" ? ` (${found})` : "";
}

function wrong(page: { path: string; text: string }, what: string, expected: string): Finding {
  return errorAt(page.path, 1, {
    what,
    expected,
    fix: "Mend it as docs/reference.md says under hq eval, or restore the file from git.",
  });
}

import { existsSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Finding } from "../../company/finding.ts";
import { examine } from "../../doctor/examine.ts";
import { AGENT_FAULTS } from "./faults/agents.ts";
import { CONSTITUTION_FAULTS } from "./faults/constitution.ts";
import { EVAL_FAULTS } from "./faults/evals.ts";
import { FACT_FAULTS } from "./faults/facts.ts";
import { HOOK_AND_SERVER_FAULTS } from "./faults/hooks-and-servers.ts";
import { MEMORY_FAULTS } from "./faults/memory.ts";
import { PROMPT_FAULTS } from "./faults/prompts.ts";
import { SKILL_FAULTS } from "./faults/skills.ts";
import { STATE_FAULTS } from "./faults/state.ts";
import type { KitCopy } from "./kit-copy.ts";
import { copyKit, copySampleCompany } from "./kit-copy.ts";

vi.mock(import("mdast-util-from-markdown"), async (original) =>
  (await import("./parsed-once.ts")).parsedOnce(await original()),
);

const FAULTS = [
  ...AGENT_FAULTS,
  ...SKILL_FAULTS,
  ...FACT_FAULTS,
  ...EVAL_FAULTS,
  ...PROMPT_FAULTS,
  ...HOOK_AND_SERVER_FAULTS,
  ...CONSTITUTION_FAULTS,
  ...STATE_FAULTS,
  ...MEMORY_FAULTS,
];

let kit: KitCopy | undefined;

afterEach(() => {
  kit?.discard();
  kit = undefined;
});

/** What is wrong with the files; what is wrong with this machine is another test. */
async function findingsIn(root: string): Promise<Finding[]> {
  const findings = await examine({
    root,
    now: new Date("2026-11-30T09:00:00Z"),
    env: { PATH: "" },
    nodeVersion: "24.0.0",
  });
  return findings.filter(({ file }) => file !== ".");
}

test("the kit itself has nothing to mend", async () => {
  kit = copyKit();
  expect(await findingsIn(kit.root)).toEqual([]);
});

test("the sample company has no error", async () => {
  kit = copySampleCompany();
  const findings = await findingsIn(kit.root);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

describe("a seeded fault is found", () => {
  test.each(FAULTS)("$name", async (fault) => {
    kit = copyKit();
    fault.plant(kit);
    const findings = await findingsIn(kit.root);
    const found = findings.find(
      ({ file, severity, what }) =>
        file === fault.file && severity === fault.severity && what.includes(fault.words),
    );
    expect(found, JSON.stringify(findings, null, 2)).toBeDefined();
    if (typeof fault.at === "string") expect(found?.line).toBe(kit.lineOf(fault.file, fault.at));
    else if (fault.at > 0) expect(found?.line).toBe(fault.at);
    expect(found?.expected).not.toBe("");
    expect(found?.fix).not.toBe("");
    if (!fault.hasOthers) expect(findings).toEqual([found]);
    // The file that the planted code would write.
    expect(existsSync(path.join(kit.root, "ran"))).toBe(false);
  });

  test("and there are at least forty of them", () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  });
});

import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataOf, type Office, openOffice } from "./office.ts";

const KIT = path.join(import.meta.dirname, "..", "..", ".github");
const IDS = ["accountant", "ceo", "cfo", "coo", "cto", "improver", "lawyer", "marketing"];

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

describe("Copilot CLI in the company", () => {
  it("loads all eight departments, with no warning but for the fields of VS Code's Local chat", async () => {
    const run = await office.run(["--agent", "coo", "-p", "hello"], () => "hello");
    expect(run.code, run.stderr).toBe(0);
    const loaded = dataOf(run, "session.custom_agents_updated").at(-1) as {
      agents: { id?: string; name: string }[];
      warnings: string[];
      errors: string[];
    };
    expect(loaded.errors).toEqual([]);
    expect(loaded.agents.map(({ name }) => name).sort()).toEqual(IDS);
    const others = loaded.warnings.filter(
      (warning) =>
        !/unknown fields? ignored: (argument-hint|agents|handoffs|, )+$/.test(warning.trim()),
    );
    expect(others).toEqual([]);
  });

  it("loads every skill without a complaint", async () => {
    const { stdout, stderr, code } = await office.command(["skill", "list", "--json"]);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const names = (JSON.parse(stdout) as { name: string; source?: string }[]).map(
      ({ name }) => name,
    );
    for (const skill of readdirSync(path.join(KIT, "skills"))) expect(names).toContain(skill);
  });

  it("gives each department the constitution and the tools it lists, and no shell", async () => {
    for (const id of IDS) {
      const { asked } = await office.run(["--agent", id, "-p", "hello"], () => "hello");
      const { system = "", tools = [] } = asked[0] ?? {};
      expect(system).toContain("## Review triggers");
      expect(tools).toContain("company-standup_brief");
      expect(tools).toContain("memory-search_nodes");
      expect(tools.filter((tool) => /bash|shell|execute/.test(tool))).toEqual([]);
      expect(tools.includes("edit")).toBe(
        ["accountant", "coo", "improver", "marketing"].includes(id),
      );
      expect(tools.includes("memory-delete_entities")).toBe(["coo", "improver"].includes(id));
    }
  });

  it("connects both servers and gets answers in 20 runs one after the other", async () => {
    for (let run = 0; run < 20; run += 1) {
      const { code, events, asked } = await office.run(
        ["--agent", "coo", "-p", "look", "--allow-tool=memory", "--allow-tool=company"],
        ({ results }) =>
          results.length > 0
            ? "done"
            : [
                { name: "memory-open_nodes", args: { names: ["Redeiro"] } },
                { name: "company-board_list", args: {} },
              ],
      );
      expect(code).toBe(0);
      const failed = events.filter(
        ({ type, data }) => type === "tool.execution_complete" && data?.success !== true,
      );
      expect(failed, `run ${run}`).toEqual([]);
      const results = asked.at(-1)?.results.join("\n") ?? "";
      expect(results, `run ${run}`).toContain('"entityType":"product"');
      expect(results, `run ${run}`).toContain('"T-018"');
    }
  });
});

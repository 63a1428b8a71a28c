import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataOf, failedCalls, type Office, openOffice } from "./office.ts";

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
    const listed = JSON.parse(stdout) as { name: string; source?: string }[];
    const own = listed.filter(({ source }) => source === "project").map(({ name }) => name);
    expect(own.sort()).toEqual(readdirSync(path.join(KIT, "skills")).sort());
  });

  it("gives each department the constitution and the tools it lists, and no shell", async () => {
    for (const id of IDS) {
      const { asked } = await office.run(["--agent", id, "-p", "hello"], () => "hello");
      const { system = "", tools = [] } = asked[0] ?? {};
      expect(system).toContain("## Review triggers");
      expect(tools).toContain("company-standup_brief");
      expect(tools).toContain("memory-recall");
      expect(tools.filter((tool) => /bash|shell|execute/.test(tool))).toEqual([]);
      expect(tools.includes("edit")).toBe(["accountant", "improver", "marketing"].includes(id));
      expect(tools.includes("company-board_update")).toBe(id === "coo");
      expect(tools).toContain("company-request_review");
      expect(tools).toContain("company-submit_verdict");
      expect(tools.includes("memory-delete_entities")).toBe(id === "coo");
    }
  });

  it("connects both servers and gets answers in 20 runs one after the other", async () => {
    for (let at = 1; at <= 20; at += 1) {
      const run = await office.run(
        ["--agent", "coo", "-p", "look", "--allow-tool=memory", "--allow-tool=company"],
        ({ results }) =>
          results.length > 0
            ? "done"
            : [
                { name: "memory-read_entities", args: { names: ["Redeiro"] } },
                { name: "company-board_list", args: {} },
              ],
      );
      expect(run.code, run.stderr).toBe(0);
      // The last word on each server: a connection can be taken back after it was made.
      const status = dataOf(run, "session.mcp_server_status_changed");
      const last = Object.fromEntries(status.map(({ serverName, status }) => [serverName, status]));
      expect(last, `run ${at}`).toEqual({ memory: "connected", company: "connected" });
      expect(failedCalls(run), `run ${at}`).toEqual([]);
      const results = run.asked.at(-1)?.results.join("\n") ?? "";
      expect(results, `run ${at}`).toContain('"entityType":"product"');
      expect(results, `run ${at}`).toContain('"T-018"');
    }
  });
});

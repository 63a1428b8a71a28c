/** hq ask, hq weekly-review and hq standup --with-coo, on a client that speaks as the real one does. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { client, type FakeCompany, openFakeCompany } from "../../engine/runtime/fake-company.ts";
import { runHq } from "../run-hq.ts";

let company: FakeCompany;
beforeEach(() => {
  company = openFakeCompany();
  company.script([...client.connected, { gives: "Yes." }]);
});
afterEach(() => company.close());

const hq = (...argv: string[]) =>
  runHq([...argv, "--root", company.root], {
    env: company.env,
    cwd: company.root,
    now: () => new Date(),
  });

describe("hq ask", () => {
  it("asks the department that owns the question, says why, and prints its answer", async () => {
    const { code, stdout, stderr } = await hq("ask", "May we sign this contract?");
    expect(code).toBe(0);
    expect(stderr).toContain('Asks lawyer: its Owns cell has "contracts".\n');
    expect(stdout).toMatch(/^run-1: lawyer is done .*\n\nYes\.\n$/s);
    expect((await company.seen()).prompt).toMatch(
      /^The founder asks: May we sign this contract\?\n/,
    );
  });

  it("names all that own it as much, and asks nobody", async () => {
    const { code, stderr } = await hq("ask", "When is the launch?");
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, " ")).toBe(
      'Cannot tell whom to ask: it is as much marketing (its Owns cell has "launches") as lawyer (its Owns cell has "launches"), expected one. Nothing was started. Name one: --to marketing or --to lawyer ',
    );
    const asked = await hq("ask", "When is the launch?", "--to", "@Lawyer", "--json");
    expect(asked).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(asked.stdout)).toMatchObject({
      ...{ ok: true, asked: { agent: "lawyer", because: "you named it" } },
      run: { agent: "lawyer", result: "Yes." },
    });
  });

  it.each([
    ["that nobody owns", ["How are you?"], /no department owns its words.*--to AGENT/],
    ["that is none", [" "], /the question is empty/],
    ["to nobody's", ["Hello", "--to", "sales"], /expected one of founder, marketing, lawyer/],
    ["to the founder", ["Hello", "--to", "founder"], /that is you, expected a department/],
  ])("asks nobody a question %s", async (_, argv, why) => {
    const { code, stderr } = await hq("ask", ...argv);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(why);
    expect((await hq("runs", "list")).stdout).toContain("No department was run yet.");
  });
});

describe("a recurring prompt", () => {
  const skill = (name: string) => {
    const folder = path.join(company.root, ".github", "skills", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, "SKILL.md"),
      `---\nname: ${name}\ndescription: x\n---\nFrom the founder: $ARGUMENTS\n`,
    );
  };
  const setUp = (rows: string) => {
    const file = path.join(company.root, ".github", "copilot-instructions.md");
    const head =
      "# Farol\n## Company\n| Field | Value |\n|---|---|\n| Name | Farol |\n| Time zone | UTC |\n";
    const departments =
      "## Departments\n| Agent | Owns | Approves |\n|---|---|---|\n| marketing | posts | wording |\n| coo | the board | plans |\n";
    writeFileSync(file, `${head}${departments}${rows}`);
    writeFileSync(
      path.join(company.root, ".github", "agents", "coo.agent.md"),
      "---\nname: coo\ntools: ['company/*']\n---\nYou plan.\n",
    );
  };

  it("is carried out by the department of its row in Cadence, with what was named", async () => {
    setUp(
      "## Cadence\n| Prompt | Schedule | Agent | Catch up |\n|---|---|---|---|\n| weekly-review | `0 16 * * 5` | marketing | once |\n",
    );
    skill("weekly-review");
    const { code, stdout } = await hq("weekly-review", "2026-W48");
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^run-1: marketing is done/);
    expect((await company.seen()).prompt).toContain("From the founder: 2026-W48");
  });

  it("of the morning comes after the plan, and is the coo's", async () => {
    setUp("");
    skill("standup");
    const { code, stdout } = await hq("standup", "--with-coo", "--note", "only two hours");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Standup.*\nrun-1: coo is done/s);
    expect((await company.seen()).prompt).toContain("From the founder: only two hours");
    const told = JSON.parse((await hq("standup", "--with-coo", "--json")).stdout) as object;
    expect(told).toMatchObject({ ok: true, remembered: true, plan: {}, run: { agent: "coo" } });
  });

  it("is not run on a plan that is nobody's, nor on one of another day", async () => {
    skill("standup");
    const nobody = await hq("standup", "--with-coo");
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toContain("So the COO was not run.");
    expect(await hq("standup", "--with-coo", "--date", "2026-12-01")).toMatchObject({ code: 2 });
    expect(await hq("standup", "--note", "x")).toMatchObject({ code: 2 });
    expect((await hq("runs", "list")).stdout).toContain("No department was run yet.");
  });
});

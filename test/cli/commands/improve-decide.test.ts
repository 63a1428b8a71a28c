import { afterEach, beforeEach, expect, it } from "vitest";
import { type GitCompany, gitCompany, SKILL } from "../../office/proposals/company.ts";
import { runHq } from "../run-hq.ts";

let company: GitCompany;
let id: string;
beforeEach(async () => {
  company = await gitCompany();
  id = await company.propose();
});
afterEach(() => company.remove());

const hq = (argv: string[], world = {}) =>
  runHq(["improve", ...argv, "--root", company.root], world);
const TERMINAL = { interactive: true };

it("lists, shows, accepts, reports and takes back a proposal", async () => {
  expect((await hq(["list"])).stdout).toContain("waits for you");
  expect((await hq(["list"])).stdout).toContain("hq improve show <id>");
  expect((await hq([])).stdout).not.toContain("a proposal waits");
  const { stdout: shown } = await hq(["show", id]);
  expect(shown).toMatch(/^Effect +Posts take prices from memory\.$/m);
  expect(shown).toContain(`hq improve accept ${id}`);
  expect(shown).toContain(`hq improve reject ${id}`);
  expect(shown).toContain("+A price comes from its `metric:` entity, with its date.");
  const accepted = await hq(["accept", id], TERMINAL);
  expect(accepted).toMatchObject({ code: 0, stderr: "" });
  expect(accepted.stdout).toContain(`hq improve revert ${id}`);
  expect((await hq(["list"])).stdout).toContain("No proposal waits");
  expect(JSON.parse((await hq(["list", "--all", "--json"])).stdout)).toMatchObject({
    ok: true,
    proposals: [{ id, state: "accepted" }],
  });
  expect((await hq(["report"])).stdout).toContain("not seen since, watched until");
  const back = await hq(["revert", id], TERMINAL);
  expect(back.stdout).toContain("pattern is open again");
  expect(company.read(SKILL)).not.toContain("A price comes from its");
});

it("rejects with a reason", async () => {
  expect(await hq(["reject", id], TERMINAL)).toMatchObject({ code: 2 });
  const { stdout } = await hq(["reject", id, "--why", "Prices stand on the site."], TERMINAL);
  expect(stdout).toContain("lesson:2026-11-20:the-proposal");
  const again = await hq(["accept", id], TERMINAL);
  expect(again.stderr).toContain("it is rejected");
  expect(again.stderr).toContain("hq improve list --all");
});

it("tells of each pattern what was proposed for it", async () => {
  const lessons = ["lesson:2026-11-17:documents-missing-again"];
  const other = await company.propose({
    record: { lessons, pattern: "Two expense documents were missing" },
  });
  expect((await hq([])).stdout).toMatch(
    new RegExp(`a proposal waits:\\s+hq improve show ${other}`),
  );
  await hq(["reject", other, "--why", "They will send a PDF again."], TERMINAL);
  const { stdout } = await hq([]);
  expect(stdout).toMatch(new RegExp(`you rejected a proposal:\\s+hq improve show ${other}`));
  // The reason is no second lesson of the mistake.
  expect(stdout).toContain("2. Two expense documents were missing");
  expect(stdout).not.toContain("The proposal 2026");
});

it.each(["accept", "reject", "revert"])("leaves %s to the founder in a terminal", async (act) => {
  const argv = [act, id, ...(act === "reject" ? ["--why", "No."] : [])];
  const piped = await hq(argv);
  expect(piped).toMatchObject({ code: 1, stdout: "" });
  expect(piped.stderr).toContain("this is no terminal");
  const agent = await hq(argv, { ...TERMINAL, env: { HQ_AGENT: "improver" } });
  expect(agent.stderr).toContain("only the founder does");
  expect((await hq(["list"])).stdout).toContain("waits for you");
});

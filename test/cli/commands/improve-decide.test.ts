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
  const { stdout: shown } = await hq(["show", id]);
  expect(shown).toContain("Effect  Posts take prices from memory.");
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

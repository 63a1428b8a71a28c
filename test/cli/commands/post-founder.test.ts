/** What only the founder does with posts: at a terminal, by the program as it is shipped. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { approvalFile } from "../../../office/posts/approval-standing.ts";
import {
  answerAll,
  approve,
  BEFORE,
  type Company,
  DUE,
  emptyCompany,
  WEEK,
  writeWeek,
} from "../../office/posts/approved-company.ts";
import { builtProgram } from "../../run/built-program.ts";
import { runHq } from "../run-hq.ts";

const ID = "2026-11-24-x-a-drill";

let company: Company;

beforeEach(async () => {
  company = await emptyCompany();
  await writeWeek(company.root, [{ title: "A drill", text: "The drill took 41 minutes." }]);
});

afterEach(() => company.remove());

const hq = (argv: string[], world = {}) =>
  runHq(argv, { cwd: company.root, now: () => DUE, ...world });

describe("hq post approve", () => {
  it.each([
    ["without a terminal", {}],
    ["in a department's run", { interactive: true, env: { HQ_AGENT: "marketing" } }],
    ["in a client's session", { interactive: true, env: { COPILOT_AGENT_SESSION_ID: "s" } }],
  ])("is refused %s, as is hq approvals protect", async (_name, world) => {
    for (const argv of [
      ["post", "approve", ID],
      ["approvals", "protect"],
    ]) {
      const { code, stderr } = await hq(argv, world);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Cannot (?:approve a post|protect approvals)/);
    }
    expect(existsSync(path.join(company.root, approvalFile(ID)))).toBe(false);
  });

  it("has no option that answers for the founder", async () => {
    const { stdout } = await hq(["post", "approve", "--help"]);
    expect([...stdout.matchAll(/--[a-z-]+/g)].map(([option]) => option)).toEqual([
      "--root",
      "--json",
      "--help",
    ]);
  });

  const hasTerminal =
    process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

  it.skipIf(!hasTerminal)(
    "asks in a real terminal, and a yes there approves",
    { timeout: 60_000 },
    async () => {
      await writeWeek(company.root, [
        {
          title: "A drill",
          text: "The drill of the database took 41 minutes.",
          date: "2099-11-24",
        },
      ]);
      const id = "2099-11-24-x-a-drill";
      await answerAll(company.root, id);
      const program = await builtProgram(path.join(import.meta.dirname, "../../../cli/hq.ts"));
      const command = `stty cols 100 rows 40; "${process.execPath}" "${program}" post approve ${id}`;
      const { CI: _ci, ...env } = process.env;
      const child = spawn("script", ["-qfec", command, "/dev/null"], {
        cwd: company.root,
        env: { ...env, NODE_NO_WARNINGS: "1", TERM: "xterm" },
      });
      let screen = "";
      // What is missing depends on the rules of claims and reviews; each is asked for once, then the yes.
      const answered = new Set<string>();
      child.stdout.setEncoding("utf8").on("data", (piece: string) => {
        screen += piece;
        const asked = [...screen.matchAll(/without ([a-z]+)\?|Approve 2099/g)];
        const next = asked.find(([question]) => !answered.has(question));
        if (next === undefined) return;
        answered.add(next[0]);
        child.stdin.write(next[1] === undefined ? "y" : "I know it myself.\r");
      });
      await once(child, "close");
      expect(screen).toContain("Approved.");
      const approval = JSON.parse(readFileSync(path.join(company.root, approvalFile(id)), "utf8"));
      expect(approval.waived).toContainEqual({ what: "cto", why: "I know it myself." });
    },
  );
});

describe("hq post send", () => {
  it("publishes an approved post of a channel without an account in Marketing/published", async () => {
    await approve(company.root, ID, { now: BEFORE });
    const { stdout, code } = await hq(["post", "send"]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(`${ID} posted Marketing/published/${ID}.md`);
    expect(readFileSync(path.join(company.root, `Marketing/published/${ID}.md`), "utf8")).toBe(
      "The drill took 41 minutes.\n",
    );
    expect((await hq(["post", "send"])).stdout).toBe("Nothing is due.\n");
    expect(readFileSync(path.join(company.root, WEEK), "utf8")).toContain("- Status: posted");
  });

  it("tells why one that is called approved does not go out, with exit code 1", async () => {
    await approve(company.root, ID, { now: BEFORE });
    await rm(path.join(company.root, approvalFile(ID)));
    const { stdout, code } = await hq(["post", "send", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).posts).toMatchObject([{ id: ID, kind: "void" }]);
  });

  it("is refused on another machine than the one that runs the company", async () => {
    await approve(company.root, ID, { now: BEFORE });
    const env = { HQ_MACHINE: "laptop" };
    await hq(["runner", "set"], { env: { HQ_MACHINE: "server" } });
    const { code, stderr } = await hq(["post", "send"], { env });
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(
      "the company runs on server, and this is laptop",
    );
  });
});

describe("hq post unapprove, hold and resolve", () => {
  it("are the founder's alone", async () => {
    const env = { HQ_AGENT: "marketing" };
    for (const argv of [
      ["unapprove", ID],
      ["hold", ID],
      ["resolve", ID, "--not-posted"],
      ["send"],
    ]) {
      expect((await hq(["post", ...argv], { env })).code, argv[0]).toBe(1);
    }
  });

  it("say what they did", async () => {
    await approve(company.root, ID, { now: BEFORE });
    expect((await hq(["post", "hold", ID, "--why", "wait"])).stdout).toContain("is held");
    const waits = await hq(["post", "send"]);
    expect(waits.stdout).toContain("you hold it: wait");
    expect((await hq(["post", "hold", ID, "--off"])).stdout).toContain(
      "goes out by its approval again",
    );
    expect((await hq(["post", "unapprove", ID])).stdout).toContain("is not approved any more");
    expect((await hq(["post", "resolve", ID, "--not-posted"])).code).toBe(1);
    expect((await hq(["post", "resolve", ID])).code).toBe(2);
    expect(
      (await hq(["post", "resolve", ID, "--not-posted", "--posted", "https://a.example"])).code,
    ).toBe(2);
  });
});

it("what was approved and waived is told by hq audit", async () => {
  await writeFile(
    path.join(company.root, WEEK),
    "## 2026-11-24 · x · A drill\n\n- Status: draft\n- At: 09:30 to 11:30\n\nThe drill of the database took 41 minutes.\n",
  );
  await approve(company.root, ID, { now: BEFORE });
  const { stdout } = await hq(["audit", "--post", ID]);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("cto waived: It is a test.");
});

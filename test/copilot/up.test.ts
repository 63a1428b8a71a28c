/** `hq up` itself, told to end in the midst of a department's work, and started again. */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { setCompanyField } from "../../company/constitution/edit.ts";
import { type ScriptedModel, startModel } from "../../engine/evals/scripted-model.ts";
import type { Asked, Reply } from "../../office/evals/conversation.ts";
import { type HqProcess, type Office, openOffice } from "./office.ts";
import { company } from "./script.ts";

const NOBODY = "http://127.0.0.1:9/v1";
const MACHINE = { HQ_MACHINE: "desk" };
const LONG = { timeout: 200_000 };

let office: Office;
let model: ScriptedModel;
let hq: HqProcess | undefined;

beforeAll(async () => {
  office = await openOffice();
});
afterEach(async () => {
  if (hq?.isOver() === false) {
    process.kill(hq.pid, "SIGTERM");
    await hq.ended;
  }
  await model?.close();
});
afterAll(() => office?.close());

interface Told {
  agent: string;
  state: string;
  session: string;
  leg: number;
  result: string | null;
  waiting: { for: string } | null;
}

async function runs(): Promise<Told[]> {
  const { stdout } = await office.hq(["runs", "list", "--json"], NOBODY, MACHINE).ended;
  return (JSON.parse(stdout) as { runs: Told[] }).runs;
}

/** What is alive on this machine with the text in its command or environment. */
function alive(mark: string): string[] {
  const { stdout } = spawnSync("ps", ["axeww", "-o", "stat=,pid=,args="], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return stdout.split("\n").filter((line) => line.includes(mark) && !line.startsWith("Z"));
}

/** The trend scan is due in the next minute but one, today only. */
function dueSoon(): void {
  const page = ".github/copilot-instructions.md";
  const due = new Date(Date.now() + 60_000);
  const schedule = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
  const text = setCompanyField(
    setCompanyField(office.read(page), "Runner", "desk"),
    "Time zone",
    "UTC",
  );
  const cadence = /(## Cadence[\s\S]*?\|---\|---\|---\|---\|\n)(?:\|.*\n)*/;
  writeFileSync(
    path.join(office.root, page),
    text.replace(cadence, `$1| trend-scan | \`${schedule}\` | ceo | once |\n`),
  );
  execFileSync(
    "git",
    ["-c", "user.name=Ana", "-c", "user.email=ana@mare.example", "commit", "-qam", "due"],
    {
      cwd: office.root,
    },
  );
}

const up = () => office.hq(["up", "--json"], model.url, MACHINE);

it("ends with SIGTERM and leaves nothing running, and the next one goes on where it was, once", async () => {
  let isHeld = true;
  const script = ({ messages }: Asked): Reply => {
    const answers = messages.filter(({ role }) => role === "tool").length;
    if (answers === 0) return [company("board_list", {})];
    // A model that thinks until hq is ended.
    if (isHeld) return { text: "Late.", afterMs: 600_000 };
    return [company("finish_run", { result: "Scanned." })];
  };
  model = await startModel(script);
  expect(await office.hq(["runner", "set"], NOBODY, MACHINE).ended).toMatchObject({ code: 0 });
  dueSoon();
  hq = up();
  await expect.poll(() => model.asked.length, LONG).toBe(2);
  const [run] = await runs();
  expect(run).toMatchObject({ agent: "ceo", state: "running" });
  expect(alive(run?.session ?? "no run").length).toBeGreaterThan(2);
  process.kill(hq.pid, "SIGTERM");
  expect(await hq.ended).toMatchObject({ code: 0, stderr: "" });
  expect(alive(run?.session ?? "")).toEqual([]);
  expect(alive(office.root)).toEqual([]);
  expect(await runs()).toMatchObject([{ state: "waiting", waiting: { for: "crash" }, leg: 1 }]);
  isHeld = false;
  hq = up();
  const again = hq;
  await expect.poll(() => again.said().stdout, LONG).toContain("Scanned.");
  process.kill(hq.pid, "SIGTERM");
  expect(await hq.ended).toMatchObject({ code: 0, stderr: "" });
  expect(await runs()).toMatchObject([
    { state: "done", result: "Scanned.", leg: 2, session: run?.session },
  ]);
  expect(alive(office.root)).toEqual([]);
  expect(model.errors).toEqual([]);
});

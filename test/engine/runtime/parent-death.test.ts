/** The client does not notice that hq is dead; what was started with it must not live on. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endProcesses, MARK, processesOf } from "../../../engine/runtime/processes.ts";
import { client, type FakeCompany, openFakeCompany } from "./fake-company.ts";

const PROJECT = path.join(import.meta.dirname, "../../..");

let company: FakeCompany;
beforeEach(() => {
  company = openFakeCompany();
});
afterEach(async () => {
  await endProcesses({ pid: null, session: company.job.session });
  company.close();
});

async function untilWorking() {
  let seen = await company.seen();
  while (seen.children.length === 0) {
    await pause(20);
    seen = await company.seen();
  }
  return [seen.pid, ...seen.children];
}

/** One that has ended and that nobody has asked about yet is none. */
const isAlive = (pid: number) => {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
};

describe("when hq is killed in the midst of a run", () => {
  it("the client and its commands are ended by the process that watches", async () => {
    company.script([...client.connected, { command: true }, { hang: true }], { isStubborn: true });
    const sources = { env: company.env, packageRoot: PROJECT, node: process.execPath };
    const script = path.join(import.meta.dirname, "watched-run.ts");
    const hq = spawn(process.execPath, [script, JSON.stringify({ sources, job: company.job })], {
      stdio: "inherit",
    });
    const pids = await untilWorking();
    expect(pids.filter(isAlive)).toEqual(pids);
    hq.kill("SIGKILL");
    await once(hq, "exit");
    await expect.poll(() => pids.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  });
});

describe("what a run left", () => {
  it.skipIf(process.platform !== "linux")(
    "is found by its mark, whoever its parent is, and nothing else is",
    async () => {
      const { session } = company.job;
      const idle = (env: Record<string, string>) =>
        spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
          env,
          detached: true,
          stdio: "ignore",
        });
      const left = idle({ [MARK]: session });
      const other = idle({ [MARK]: `${session}0` });
      await expect
        .poll(async () => (await processesOf({ pid: null, session })).map(({ pid }) => pid))
        .toEqual([left.pid]);
      expect(await endProcesses({ pid: null, session })).toBe(1);
      await expect.poll(() => isAlive(left.pid ?? 0)).toBe(false);
      expect(isAlive(other.pid ?? 0)).toBe(true);
      other.kill("SIGKILL");
      expect(await endProcesses({ pid: null, session })).toBe(0);
    },
  );
});

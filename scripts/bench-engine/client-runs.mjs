// What hq adds to a run of the real Copilot CLI: the same client with the same arguments and the same script,
// started by `hq run` and by nobody, in turns. Linux: memory is what the kernel says of each process.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startModel } from "../../engine/evals/scripted-model.ts";
import { findClient } from "../../engine/runtime/find-client.ts";
import { pinnedClient } from "../../test/copilot/client.ts";
import { openOffice } from "../../test/copilot/office.ts";
import { company, inOrder } from "../../test/copilot/script.ts";
import { median } from "../bench-memory/measure.mjs";

const script = () =>
  inOrder(
    () => company("board_list", {}),
    () => company("finish_run", { result: "Done." }),
  );

export async function measureRuns({ place, rounds }) {
  const office = await openOffice();
  const model = await startModel(script());
  const seen = path.join(place, "seen");
  try {
    const wrapper = await recordingClient(place, seen);
    const settings = { HQ_COPILOT_BIN: wrapper };
    const times = { hq: [], bare: [] };
    const added = [];
    for (let round = -1; round < rounds; round += 1) {
      const hq = await timed(() => {
        const { pid, ended } = office.hq(
          ["run", "marketing", "Look.", "--json"],
          model.url,
          settings,
        );
        return { ended, peak: () => peakOf(pid) };
      });
      const bare = await timed(() => ({ ended: replay(seen, office.root), peak: () => 0 }));
      if (round < 0) continue;
      times.hq.push(hq.ms);
      times.bare.push(bare.ms);
      added.push(hq.peakMb);
    }
    const [hq, bare] = [median(times.hq), median(times.bare)];
    console.log(`A run of the real client, median of ${rounds}`);
    console.log(`  by itself                  ${bare.toFixed(0)} ms`);
    console.log(`  by hq run                  ${hq.toFixed(0)} ms  ${(hq / bare).toFixed(2)} x`);
    console.log(`  hq adds                    ${(hq - bare).toFixed(0)} ms (aim: at most 200 ms)`);
    console.log(
      `  and, of memory             ${median(added).toFixed(0)} MB (aim: at most 110 MB)\n`,
    );
  } finally {
    await model.close();
    office.close();
  }
}

/** A client that writes down what it was started with. */
async function recordingClient(place, seen) {
  const { program } = await findClient(
    { HQ_COPILOT_BIN: await pinnedClient() },
    { ...process.env },
  );
  const wrapper = path.join(place, "copilot");
  const record = `if [ "$1" != --version ]; then { printf '%s\\0' "$@" > '${seen}.args'; env -0 > '${seen}.env'; }; fi`;
  writeFileSync(wrapper, `#!/bin/sh\n${record}\nexec '${program}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  writeFileSync(`${seen}.program`, program);
  return wrapper;
}

function replay(seen, cwd) {
  const lines = (name) => readFileSync(`${seen}.${name}`, "utf8").split("\0").slice(0, -1);
  const args = lines("args");
  args[args.indexOf("--session-id") + 1] = randomUUID();
  const env = Object.fromEntries(
    lines("env").map((line) => [
      line.slice(0, line.indexOf("=")),
      line.slice(line.indexOf("=") + 1),
    ]),
  );
  const child = spawn(readFileSync(`${seen}.program`, "utf8"), args, {
    cwd,
    env,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.end("Look.");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve({ code }));
  });
}

async function timed(start) {
  const begun = performance.now();
  const { ended, peak } = start();
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, peak());
  }, 200);
  const { code, stdout = "", stderr = "" } = await ended;
  clearInterval(timer);
  if (code !== 0) throw new Error(`a run ended with ${code}: ${stderr}${stdout}`);
  return { ms: performance.now() - begun, peakMb };
}

/** Megabytes of the process and of its children that are ours: the one that watches over the run. */
function peakOf(pid) {
  const ours = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => name === String(pid) || isWatch(name, pid));
  return ours.reduce((sum, name) => sum + proportionalMb(name), 0);
}

function isWatch(name, pid) {
  try {
    const parent = /\nPPid:\s+(\d+)/.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
    return (
      parent === String(pid) &&
      readFileSync(`/proc/${name}/cmdline`, "utf8").includes("hq-run-watch")
    );
  } catch {
    return false;
  }
}

function proportionalMb(name) {
  try {
    const told = readFileSync(`/proc/${name}/smaps_rollup`, "utf8");
    return Number(/\nPss:\s+(\d+)/.exec(told)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

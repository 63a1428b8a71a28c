import { writeFileSync } from "node:fs";
import path from "node:path";
import { builtProgram } from "../../run/built-program.ts";

const HQ = await builtProgram(path.join(import.meta.dirname, "..", "..", "..", "cli", "hq.ts"));

/** Stands for bin/hq without a build: whatever node git finds, the program runs on this one. */
export function mergeLauncher(folder: string): string {
  const launcher = path.join(folder, "it's 100%A hq");
  writeFileSync(
    launcher,
    `const { spawnSync } = require("node:child_process");
process.exitCode = spawnSync(${JSON.stringify(process.execPath)}, [${JSON.stringify(HQ)}, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;`,
  );
  return launcher;
}

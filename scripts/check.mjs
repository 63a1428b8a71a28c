// `npm run check`: what does not need the tests side by side, as many as there are cores, each with
// its output in one piece; then the tests. All of them are run whatever one finds.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";

/** The longest first, so that none is waited for alone at the end. */
const CHECKS = [
  "check:lint",
  "check:types",
  "check:directions",
  "check:dead",
  "check:format",
  "check:packs",
];

const failed = [];
const waiting = [...CHECKS];
await Promise.all(Array.from({ length: availableParallelism() }, takeTurns));
if (failed.length > 0) {
  console.error(`\n${failed.join(", ")} failed; the tests were not run.`);
  process.exit(1);
}
process.exitCode = await ended(spawn("npm", ["test"], { stdio: "inherit", shell: onWindows() }));

async function takeTurns() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const begun = performance.now();
    const child = spawn("npm", ["run", "--silent", name], {
      stdio: ["ignore", "pipe", "pipe"],
      shell: onWindows(),
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        said += text;
      });
    }
    const code = await ended(child);
    if (code !== 0) failed.push(name);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    console.log(`\n> ${name}: ${code === 0 ? "passed" : `FAILED (${code})`}, ${seconds} s`);
    if (said.trim() !== "") console.log(said.trimEnd());
  }
}

/** The exit code; 1 when it was killed or could not be started. */
async function ended(child) {
  try {
    const [code] = await once(child, "close");
    return code ?? 1;
  } catch (error) {
    console.error(`Cannot start npm: ${error.message}, expected it on the PATH.`);
    return 1;
  }
}

/** There npm is a script, which only a shell starts. */
function onWindows() {
  return process.platform === "win32";
}

// Starts one of the built programs on a Node that can run it. Plain JavaScript without dependency,
// because this file must run on whatever Node the system has: old ones get a sentence, not a stack.
import { existsSync, statSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NEEDED = [22, 18];
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Runs dist/<name>.js: in this process when its Node is new enough, else on the pinned Node. What git does
 * not carry into a worktree, the built programs and the pinned Node, is the main checkout's; and the
 * memory is one for the company, whichever checkout a client was started in.
 */
export async function launch(name) {
  const main = await mainCheckout();
  const homes = main === null ? [root] : [root, main.programs];
  const file = path.join("dist", `${name}.js`);
  const program = homes.map((home) => path.join(home, file)).find((place) => existsSync(place));
  if (program === undefined) {
    const where = main === null ? "" : `, and neither in the main checkout of this worktree`;
    const build = `Run "npm ci" in ${homes.at(-1)}.`;
    fail(name, [`Cannot start ${name}: ${file} is not built${where}.`, build]);
  }
  if (main !== null) useMemoryOf(main);
  if (isNewEnough(process.versions.node)) {
    if (name === "hq") optimizeLess();
    // Keeps the compiled bundle in the system's folder for temporary files: start takes a fifth less.
    module.enableCompileCache();
    await import(pathToFileURL(program).href);
    return;
  }
  const nodes = homes.map((home) => path.join(home, "node_modules", "node", "bin", "node"));
  const pinned = process.env.HQ_NODE ?? nodes.find((place) => existsSync(place)) ?? nodes[0];
  if (!existsSync(pinned)) fail(name, tooOld(name));
  await runOn(pinned, { name, program });
}

/**
 * A command takes some tenths of a second, and most of what V8 optimizes in that time is not used again: it took a tenth
 * of a plan's processor time and a seventh of the doctor's. What runs ten to thirty times as long as V8 waits for by
 * itself is optimized as ever. A server, which stays, keeps V8's own numbers; so does another Node than the pinned one, which may
 * not know these flags and would say so.
 */
function optimizeLess() {
  if (!process.versions.node.startsWith("24.")) return;
  const v8 = process.getBuiltinModule("node:v8");
  v8.setFlagsFromString("--invocation-count-for-maglev=12000");
  v8.setFlagsFromString("--invocation-count-for-maglev-osr=6000");
  v8.setFlagsFromString("--invocation-count-for-turbofan=30000");
  v8.setFlagsFromString("--invocation-count-for-osr=10000");
}

/** Where an installed kit stands in its company; a clone is its own company. */
const KIT = ".hq-kit";

/**
 * Of a git worktree the main checkout: `{ here, root, programs }`, this checkout, that one, and the folder
 * there that holds what this one holds. Null everywhere else, which costs one look at `.git`.
 */
async function mainCheckout() {
  const here = path.basename(root) === KIT ? path.dirname(root) : root;
  if (statSync(path.join(here, ".git"), { throwIfNoEntry: false })?.isFile() !== true) return null;
  // Loaded where a program is started: most starts do without.
  const { spawnSync } = await import("node:child_process");
  const { stdout } = spawnSync("git", ["rev-parse", "--git-common-dir"], {
    cwd: here,
    encoding: "utf8",
  });
  const common = stdout?.trim() ?? "";
  // A submodule has its folder elsewhere, and a bare repository has no main checkout.
  if (path.basename(common) !== ".git") return null;
  const main = path.dirname(path.resolve(here, common));
  const programs = path.join(main, path.relative(here, root));
  return main === here ? null : { here, root: main, programs };
}

/**
 * Where nobody chose another memory or another company. An editor's configuration names the worktree's
 * file by its path.
 */
function useMemoryOf({ here, root: main }) {
  const company = process.env.HQ_ROOT ?? process.cwd();
  const isHere = `${path.resolve(company)}${path.sep}`.startsWith(`${here}${path.sep}`);
  if (!isHere || process.argv.some((word) => /^--(root|into)(=|$)/.test(word))) return;
  const given = process.env.MEMORY_FILE_PATH?.trim() ?? "";
  const isOwn = given === "" || path.resolve(given) === path.join(here, "memory.jsonl");
  const isCompany = existsSync(path.join(main, ".github", "copilot-instructions.md"));
  if (isOwn && isCompany) process.env.MEMORY_FILE_PATH = path.join(main, "memory.jsonl");
}

/** An installed kit has no package-lock.json: there "npm ci" could bring nothing along. */
function tooOld(name) {
  const canInstall = existsSync(path.join(root, "package-lock.json"));
  const chosen = process.env.HQ_NODE;
  const way = canInstall
    ? `run "npm ci" in ${root}, which brings one along`
    : "set HQ_NODE to the path of one";
  return [
    `Cannot start ${name}: this is Node ${process.versions.node}, expected ${NEEDED.join(".")} or newer.`,
    ...(chosen === undefined ? [] : [`And there is nothing at HQ_NODE (${chosen}).`]),
    `Install a newer Node, or ${way}.`,
  ];
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

async function runOn(node, { name, program }) {
  const { spawn } = await import("node:child_process");
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(name, [`Cannot start ${node}: ${error.message}.`]));
  child.on("exit", (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exitCode = code ?? 1;
  });
}

/** One sentence a line; JSON for the program that asked for it. The servers print protocol only. */
function fail(name, sentences) {
  if (name === "hq" && process.argv.includes("--json")) {
    const [message, ...next] = sentences;
    const error = { code: "cannot-start", message, hint: next.join(" ") };
    process.stdout.write(`${JSON.stringify({ ok: false, error }, null, 2)}\n`);
  } else process.stderr.write(`${sentences.join("\n")}\n`);
  process.exit(1);
}

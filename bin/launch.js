// Starts one of the built programs on a Node that can run it. Plain JavaScript without dependency,
// because this file must run on whatever Node the system has: old ones get a sentence, not a stack.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NEEDED = [22, 18];
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Runs dist/<name>.js: in this process when its Node is new enough, else on the pinned Node. */
export async function launch(name) {
  const program = path.join(root, "dist", `${name}.js`);
  if (!existsSync(program)) {
    const found = `${path.join("dist", `${name}.js`)} is not built`;
    fail(name, [`Cannot start ${name}: ${found}.`, `Run "npm ci" in ${root}.`]);
  }
  if (isNewEnough(process.versions.node)) {
    // Keeps the compiled bundle in the system's folder for temporary files: start takes a fifth less.
    module.enableCompileCache();
    await import(pathToFileURL(program).href);
    return;
  }
  const pinned = process.env.HQ_NODE ?? path.join(root, "node_modules", "node", "bin", "node");
  if (!existsSync(pinned)) fail(name, tooOld(name));
  runOn(pinned, { name, program });
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

function runOn(node, { name, program }) {
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

// `npm run test:copilot`: the tests on the real Copilot CLI, in the pinned version. What is given is handed to
// vitest. With --contract only what we know of the client itself, point by point, and of another client with
// --client PATH: what is red is what a newer one does otherwise.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { parseArgs } from "node:util";

const options = { contract: { type: "boolean" }, client: { type: "string" } };
const { tokens } = parseArgs({ options, strict: false, tokens: true });
const own = tokens.filter(({ kind, name }) => kind === "option" && Object.hasOwn(options, name));
const client = own.find(({ name }) => name === "client")?.value;
const isContract = own.some(({ name }) => name === "contract");
if (own.some(({ name, value }) => name === "client" && !value) || (client && !isContract)) {
  console.error(
    "Cannot test another client: --client goes with --contract and the path of a copilot program.",
  );
  process.exit(2);
}

const taken = new Set(
  own.flatMap(({ index, inlineValue }) => (inlineValue === false ? [index, index + 1] : [index])),
);
const given = process.argv.slice(2).filter((_, index) => !taken.has(index));
await run("scripts/build.mjs", []);
await run("node_modules/vitest/vitest.mjs", [
  ...["run", "--config", "vitest.copilot.config.ts"],
  ...(isContract ? ["test/copilot/contract", "--reporter=verbose"] : []),
  ...given,
]);

/** Ends with the same code when it fails. */
async function run(script, args) {
  const env =
    client === undefined ? process.env : { ...process.env, SOLO_HQ_CLIENT: path.resolve(client) };
  const child = spawn(process.execPath, [script, ...args], { stdio: "inherit", env });
  const [code] = await once(child, "exit");
  if (code !== 0) process.exit(code ?? 1);
}

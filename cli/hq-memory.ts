/**
 * The `hq-memory` program: serves the shared memory over stdio, by the rules of the company around
 * it. With `--finish FILE` it is the process that outlives a server, see mcp-memory/finish.ts.
 */
import { homedir } from "node:os";
import path from "node:path";
import { findRoot } from "../files/root.ts";
import { MemoryError, memoryErrorSentence } from "../mcp-memory/error.ts";
import { memoryFilePath } from "../mcp-memory/location.ts";
import { packageRoot } from "./package-root.ts";

const FINISH = "--finish";
const [program = "", word, file] = process.argv.slice(1);

if (word === FINISH && file !== undefined) {
  const { finish } = await import("../mcp-memory/finish.ts");
  await finish(file, process.stdin);
} else await serve();

async function serve(): Promise<void> {
  const { serveMemory } = await import("../mcp-memory/serve.ts");
  const { createPolicyReader } = await import("../office/records/memory-policy.ts");
  const log = (line: string) => process.stderr.write(`hq-memory: ${line}\n`);
  const filePath = placeOrReason(log);
  if (filePath === null) return;
  const readPolicy = createPolicyReader(filePath, log);
  const root = findRoot(path.dirname(filePath));
  const { createLawReader } = await import("../office/packs/law-reader.ts");
  const lawRoot = root ?? findRoot(process.env.HQ_ROOT ?? process.cwd());
  const askLaw =
    lawRoot === null
      ? async () => null
      : createLawReader({ root: lawRoot, now: () => new Date(), log });
  const { mergeByItself } = await import("../office/records/merge-by-itself.ts");
  if (root !== null) await mergeByItself({ root, packageRoot: packageRoot() }, log);
  const finisher = [program, FINISH, filePath];
  serveMemory({ filePath, log, readPolicy, askLaw, finisher, env: process.env });
}

/** Null when the setting names no place; the client shows what a server said before it ended. */
function placeOrReason(log: (line: string) => void): string | null {
  try {
    return memoryFilePath({ env: process.env, cwd: process.cwd(), home: homedir() });
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    log(memoryErrorSentence(error));
    process.exitCode = 1;
    return null;
  }
}

import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { MemoryError, memoryErrorSentence } from "./error.ts";
import { openMemoryStore } from "./open.ts";
import type { ReadPolicy } from "./policy.ts";
import { embeddingsSetting } from "./recall/embeddings.ts";
import { type Author, withRules } from "./rules/guarded-store.ts";
import { createMemoryServer } from "./server.ts";
import type { MemoryStore } from "./store/store.ts";

/** A client expects the process to be gone within a second of closing stdin. */
const LEAVE_MS = 900;
/** A session id is a UUID or the like; anything longer is none. */
const SESSION_CHARS = 200;
const ERROR_CHARS = 300;

export interface ServeOptions {
  /** Path of memory.jsonl; it need not exist yet. */
  filePath: string;
  /** Takes one line for people; stdout belongs to the protocol. */
  log(line: string): void;
  readPolicy: ReadPolicy;
  /**
   * The process's environment. HQ_AGENT: the department that this server was started for;
   * COPILOT_AGENT_SESSION_ID: the client's session; HQ_EMBEDDINGS_*: search by meaning;
   * HQ_MEMORY_CHECKPOINT_MS: a test setting.
   */
  env: Record<string, string | undefined>;
}

/** Serves the memory on stdin and stdout until the client leaves. */
export function serveMemory({ filePath, log, readPolicy, env }: ServeOptions): void {
  // The SDK waits for "drain" once per answer that the client has not read yet: as many as it likes.
  process.stdout.setMaxListeners(0);
  const listeners = new Set<() => void>();
  let opening: Promise<MemoryStore> | undefined;
  const author = authorOf(env);
  // One store for every connection; when it could not be opened (busy, a newer format), each call
  // says why and the next one tries again.
  const open = () => {
    opening ??= openMemoryStore({ filePath, log, readPolicy, ...storeSettings(author, env) }).then(
      (raw) => {
        const store = withRules(raw, { readPolicy, author });
        store.onChange(() => {
          for (const listener of listeners) listener();
        });
        return store;
      },
      (error: unknown) => {
        opening = undefined;
        throw error;
      },
    );
    return opening;
  };
  const serving = { open, readPolicy, author, now: () => new Date() };
  serveStdio(
    ({ era }) => {
      const { server, graphChanged } = createMemoryServer(serving, era);
      listeners.add(graphChanged);
      server.server.onclose = () => listeners.delete(graphChanged);
      return server;
    },
    { onerror: (error) => log(oneLine(error.message)) },
  );
  // Opened now, not at the first call, so that a repair or a checkpoint that is due is done.
  setImmediate(() => {
    open().catch((error: unknown) => log(sentence(error)));
  });
  leaveWithTheClient(async () => {
    const store = await opening?.catch(() => undefined);
    await store?.close();
  });
}

function authorOf(env: ServeOptions["env"]): Author {
  const agent = env.HQ_AGENT?.trim().toLowerCase();
  const session = env.COPILOT_AGENT_SESSION_ID?.trim();
  return { agent: agent || null, session: session?.slice(0, SESSION_CHARS) || null };
}

function storeSettings({ agent, session }: Author, env: ServeOptions["env"]) {
  const checkpointEveryMs = Number(env.HQ_MEMORY_CHECKPOINT_MS);
  return {
    indexInBackground: true,
    embeddings: embeddingsSetting(env),
    session,
    ...(agent === null ? {} : { agent }),
    ...(checkpointEveryMs > 0 ? { checkpointEveryMs } : {}),
  };
}

/** What the SDK says of nonsense is pages of JSON. */
function oneLine(message: string): string {
  const line = message.replaceAll(/\s+/g, " ");
  return line.length > ERROR_CHARS ? `${line.slice(0, ERROR_CHARS - 1)}…` : line;
}

/** Closes and exits when the client closes stdin or stdout, or a signal asks for it. */
function leaveWithTheClient(close: () => Promise<void>): void {
  let leaving = false;
  const leave = () => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(0), LEAVE_MS);
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`hq-memory: ${sentence(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.stdin.on("end", leave);
  process.stdin.on("close", leave);
  process.stdout.on("error", leave);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, leave);
}

function sentence(error: unknown): string {
  return error instanceof MemoryError ? memoryErrorSentence(error) : String(error);
}

import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { MemoryError, memoryErrorSentence } from "./error.ts";
import { openMemoryStore } from "./open.ts";
import type { ReadPolicy } from "./policy.ts";
import { embeddingsSetting } from "./recall/embeddings.ts";
import type { AskLaw } from "./recall/law.ts";
import { type Author, withRules } from "./rules/guarded-store.ts";
import { createMemoryServer } from "./server.ts";
import { createFinisher } from "./store/checkpoint/finisher.ts";
import { earlyNodes, isEarly } from "./store/reading/early-nodes.ts";
import type { MemoryStore } from "./store/store.ts";

/** A client expects the process to be gone within a second of closing stdin. */
const LEAVE_MS = 900;
/** A session id is a UUID or the like; anything longer is none. */
const SESSION_CHARS = 200;
const ERROR_CHARS = 300;
/** How long a first start of a large memory leaves its database for, and once it has answered. */
const EARLY_WAIT_MS = 1_000;
const EARLY_ANSWER_MS = 10;
/** A client asks a server for its tools first, and then a model what to do. */
const LAW_WAIT_MS = 1_500;

export interface ServeOptions {
  /** Path of memory.jsonl; it need not exist yet. */
  filePath: string;
  /** Takes one line for people; stdout belongs to the protocol. */
  log(line: string): void;
  readPolicy: ReadPolicy;
  /** What the law of the company's country says. */
  askLaw: AskLaw;
  /** What starts the process that outlives this one, after the Node to run it on; see finish.ts. */
  finisher: readonly string[];
  /**
   * The process's environment. HQ_AGENT: the department that this server was started for;
   * COPILOT_AGENT_SESSION_ID: the client's session; HQ_EMBEDDINGS_*: search by meaning;
   * HQ_MEMORY_CHECKPOINT_MS: a test setting.
   */
  env: Record<string, string | undefined>;
}

/** Serves the memory on stdin and stdout until the client leaves. */
export function serveMemory(options: ServeOptions): void {
  const { filePath, log, readPolicy, askLaw, env } = options;
  // The SDK waits for "drain" once per answer that the client has not read yet: as many as it likes.
  process.stdout.setMaxListeners(0);
  const listeners = new Set<() => void>();
  let opening: Promise<MemoryStore> | undefined;
  const author = authorOf(env);
  // One store for every connection; when it could not be opened (busy, a newer format), each call
  // says why and the next one tries again.
  const open = () => {
    opening ??= openMemoryStore({
      filePath,
      log,
      readPolicy,
      ...storeSettings(author, options),
    }).then(
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
  const openIn = (waitMs: number) => {
    setTimeout(() => {
      open().catch((error: unknown) => log(sentence(error)));
    }, waitMs).unref();
  };
  const early = (names: string[]) => {
    const nodes = opening === undefined ? earlyNodes(filePath, names) : null;
    // When the answer is out.
    if (nodes !== null) openIn(EARLY_ANSWER_MS);
    return nodes;
  };
  const serving = { open, readPolicy, askLaw, author, now: () => new Date(), early };
  serveStdio(
    ({ era }) => {
      const { server, graphChanged } = createMemoryServer(serving, era);
      listeners.add(graphChanged);
      server.server.onclose = () => listeners.delete(graphChanged);
      return server;
    },
    { onerror: (error) => log(oneLine(error.message)) },
  );
  // Opened without a call, so that a repair or a checkpoint that is due is done; where making the
  // database takes long, the client's first question comes before it.
  openIn(isEarly(filePath) ? EARLY_WAIT_MS : 0);
  // The packs are read while nobody waits; a question that comes before reads them itself.
  setTimeout(
    () => void askLaw("").catch((error: unknown) => log(sentence(error))),
    LAW_WAIT_MS,
  ).unref();
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

function storeSettings({ agent, session }: Author, { env, finisher, log }: ServeOptions) {
  const checkpointEveryMs = Number(env.HQ_MEMORY_CHECKPOINT_MS);
  return {
    indexInBackground: true,
    embeddings: embeddingsSetting(env),
    session,
    ...(agent === null ? {} : { agent }),
    ...(checkpointEveryMs > 0
      ? { checkpointEveryMs }
      : { finisher: createFinisher(finisher, log) }),
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

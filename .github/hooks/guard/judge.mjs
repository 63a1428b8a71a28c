/** One judgement on what a client sent, in the repository that this file stands in. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { kindOf } from "./tools.mjs";

/** A file that is larger counts as one whose text the guard cannot see. */
const FILE_LIMIT_BYTES = 2_000_000;

/**
 * `null` when the call may go on, else the sentence that says why not; when a session begins: `null`, or
 * what it should be told, as `{ context }`. `hookOf` is the department whose own hook asks, `runOf` the one
 * whose headless run this is; each null or undefined when nobody said.
 * @throws when `said` is not the JSON of an object.
 */
export async function judge(said, { hookOf, runOf }) {
  const payload = JSON.parse(said);
  if (payload === null || typeof payload !== "object")
    throw new Error("no object on standard input");
  if (payload.hook_event_name === "SessionStart" && payload.tool_name === undefined) {
    const { resumedSentence } = await import("./starters.mjs");
    await showAliveIn(payload);
    const context = payload.source === "resume" ? resumedSentence(payload, process.env) : null;
    return context === null ? null : { context };
  }
  // Half of all calls look at something: for these none of the rules below is loaded.
  if (kindOf(String(payload.tool_name ?? "")) === "looks") return null;
  const { decide, namedAgent, signedBy } = await import("./decide.mjs");
  const root = rootHere();
  const read = (file) => textOf(path.join(root, file));
  const isSubagent = payload.agent_id !== undefined || payload.agentId !== undefined;
  const starters = isSubagent ? await import("./starters.mjs") : null;
  const refused = decide(payload, {
    root,
    read,
    speaker: runOf,
    hookOf,
    starterOf: (id) =>
      starters?.starterOf(id, { root, env: process.env, timestamp: payload.timestamp }) ?? null,
    elsewhere: hookOf === null ? await checkoutsBeside(root) : [],
    develops: process.env.HQ_DEVELOP === "1",
  });
  if (refused === null) {
    await noteSpeaker(signedBy(payload), namedAgent(payload, hookOf), root);
    starters?.noteStarter(payload, { root, read });
  }
  return refused;
}

async function showAliveIn(payload) {
  if (process.env.HQ_RUN === undefined) return;
  const { showAlive } = await import("./alive.mjs");
  showAlive(payload, process.env, rootHere());
}

/** The repository that this file stands in. */
function rootHere() {
  const here = path.dirname(fileURLToPath(import.meta.url));
  return realpathSync(path.join(here, "..", "..", ".."));
}

/** Most repositories have one checkout: a folder `.git` in which git noted no other. */
async function checkoutsBeside(root) {
  const own = statSync(path.join(root, ".git"), { throwIfNoEntry: false });
  if (own === undefined) return [];
  if (own.isDirectory() && !existsSync(path.join(root, ".git", "worktrees"))) return [];
  const checkouts = await import("./checkouts.mjs");
  return checkouts.checkoutsBeside(root);
}

/**
 * Leaves a note of which department calls, for the company server, which cannot see it. Without the
 * note a verdict counts as advice only, so a note that cannot be written stops nothing.
 */
async function noteSpeaker(signed, agent, root) {
  if (signed === null || agent === null || signed.declared !== agent || !signed.isOurs) return;
  const { callDigest } = await import("./signed.mjs");
  const folder = path.join(root, ".hq", "seen");
  const note = path.join(folder, callDigest(signed.verb, signed.input));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const own = `${note}.${process.pid}`;
    writeFileSync(own, `${agent}\n`, { mode: 0o600 });
    renameSync(own, note);
  } catch {
    // A read-only folder, a full disk.
  }
}

/** Null when there is no such file. */
function textOf(place) {
  if (!existsSync(place)) return null;
  if (statSync(place).size > FILE_LIMIT_BYTES)
    throw new Error(`${place} is larger than ${FILE_LIMIT_BYTES} bytes`);
  return readFileSync(place, "utf8");
}

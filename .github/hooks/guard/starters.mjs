/**
 * Which department started a helper. A hook is told the helper's parent by its id alone (seen on Copilot
 * CLI 1.0.102). Of a department that is a subagent we noted the id when it started somebody; of a main
 * agent that was chosen with --agent the client's own record of the session says so. What stands in
 * neither cannot be known. The same record tells a session that was resumed what it was before.
 */
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { text } from "./call.mjs";
import { departmentOf } from "./callers.mjs";
import { isInstalled, ownFolders } from "./protected.mjs";

const ID = /^[\w-]{8,64}$/;
const STARTERS = /^(agent|task|run_?subagent)$/i;
/** A longer record is not read: the client itself compacts a session long before. */
const RECORD_LIMIT_BYTES = 64_000_000;
/**
 * The client writes its record some 100 ms late (seen on 1.0.102), so a hook that is asked at once would
 * read what was. It waits until the record has an event of its own time.
 */
const WRITTEN_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 20;
/** In this record a choice of the main agent carries no `agentId`, one of a subagent does. */
const TOLD = /^\{"type":"(?:subagent\.(?:de)?selected|session\.resume)"/;

/**
 * The department behind the id of a session or of a subagent; null when nobody knows.
 * @throws when the client's record of the session stays behind the call: who started the helper is in it.
 */
export function starterOf(id, { root, env, timestamp, limitMs = WRITTEN_WITHIN_MS }) {
  if (!ID.test(id)) return null;
  const note = noteOf(root, id);
  if (existsSync(note)) return renewed(note);
  const record = recordOf(id, env);
  if (!isWrittenUntil(record, timestamp, limitMs))
    throw new Error(
      `the client has not written down within ${limitMs / 1000} seconds which agent started this helper (${record}). Is the disk full?`,
    );
  return chosenIn(record).now;
}

/** What a session must be told that was a department's and was resumed without it; null otherwise. */
export function resumedSentence(payload, env) {
  const id = text(payload.session_id);
  if (!ID.test(id)) return null;
  const record = recordOf(id, env);
  isWrittenUntil(record, payload.timestamp, WRITTEN_WITHIN_MS);
  const { before, now } = chosenIn(record);
  if (before === null || now !== null) return null;
  return `This session was the department ${before}'s and was resumed without it: Copilot CLI does not keep the agent. You are its default agent now, with tools that ${before} does not have. Begin your next answer with this: "I am not ${before} any more. End this session and resume it with --agent ${before}." Until then speak for no department, decide no review and change nothing.`;
}

function recordOf(id, env) {
  const home = text(env.COPILOT_HOME) || path.join(homedir(), ".copilot");
  return path.join(home, "session-state", id, "events.jsonl");
}

/** Waits for it. True as well where no record is kept or read, or no client says when it asks. */
function isWrittenUntil(record, timestamp, limitMs) {
  const askedMs = Date.parse(text(timestamp));
  if (Number.isNaN(askedMs) || !existsSync(path.dirname(record))) return true;
  const deadline = performance.now() + limitMs;
  for (let read = -1; ; ) {
    const size = sizeOf(record);
    if (size > RECORD_LIMIT_BYTES) return true;
    if (size !== read && lastEventMs(record) >= askedMs) return true;
    if (performance.now() > deadline) return false;
    read = size;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
  }
}

/** NaN while there is none. */
function lastEventMs(record) {
  const last = linesOf(record).findLast((line) => parsed(line) !== null);
  return last === undefined ? Number.NaN : Date.parse(text(parsed(last).timestamp));
}

/** Only beside a product a helper may be free, so only there it is noted whose it is. */
export function noteStarter(payload, { root, read }) {
  const agent = departmentOf(payload, {});
  const id = text(payload.agent_id) || text(payload.agentId);
  const tool = text(payload.tool_name) || text(payload.toolName);
  if (agent === null || !ID.test(id) || !STARTERS.test(tool) || !isInstalled(read)) return;
  const note = noteOf(root, id);
  try {
    mkdirSync(path.dirname(note), { recursive: true, mode: 0o700 });
    writeFileSync(note, `${agent}\n`, { mode: 0o600 });
  } catch {
    // A read-only folder, a full disk: then the helper counts as the founder's own.
  }
}

function noteOf(root, id) {
  return path.join(root, ".hq", "seen", `agent-${id}`);
}

/** Old notes are removed; while its helper works this one is none. */
function renewed(note) {
  try {
    const now = new Date();
    utimesSync(note, now, now);
    return departmentIn(readFileSync(note, "utf8"));
  } catch {
    return null; // Removed since.
  }
}

function departmentIn(name) {
  const id = text(name).trim().toLowerCase();
  return ownFolders(id) === null ? null : id;
}

/** The main agent's department: the last that was chosen, and the one it is now. Resumed, it has none. */
function chosenIn(record) {
  const chosen = { before: null, now: null };
  for (const line of linesOf(record)) {
    const event = TOLD.test(line) ? parsed(line) : null;
    if (event === null || event.agentId !== undefined) continue;
    chosen.now = event.type === "subagent.selected" ? departmentIn(event.data?.agentName) : null;
    if (event.type !== "session.resume") chosen.before = chosen.now;
  }
  return chosen;
}

function linesOf(record) {
  const size = sizeOf(record);
  return size === 0 || size > RECORD_LIMIT_BYTES ? [] : readFileSync(record, "utf8").split("\n");
}

function sizeOf(record) {
  return statSync(record, { throwIfNoEntry: false })?.size ?? 0;
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null; // The last line, while the client writes it.
  }
}

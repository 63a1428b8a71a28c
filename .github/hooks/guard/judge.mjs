/** One judgement on what a client sent, in the repository that this file stands in; also as a thread. */
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
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { decide, namedAgent, signedBy } from "./decide.mjs";
import { callDigest } from "./signed.mjs";

/** A file that is larger counts as one whose text the guard cannot see. */
const FILE_LIMIT_BYTES = 2_000_000;

/**
 * `null` when the call may go on, else the sentence that says why not.
 * @throws when `said` is not the JSON of an object.
 */
export function judge(said, speaker) {
  const payload = JSON.parse(said);
  if (payload === null || typeof payload !== "object")
    throw new Error("no object on standard input");
  const here = path.dirname(fileURLToPath(import.meta.url));
  const root = realpathSync(path.join(here, "..", "..", ".."));
  const read = (file) => textOf(path.join(root, file));
  const refused = decide(payload, { root, read, speaker });
  if (refused === null) noteSpeaker(payload, root);
  return refused;
}

/**
 * Leaves a note of which department calls, for the company server, which cannot see it. Without the
 * note a verdict counts as advice only, so a note that cannot be written stops nothing.
 */
function noteSpeaker(payload, root) {
  const signed = signedBy(payload);
  const agent = namedAgent(payload);
  if (signed === null || agent === null || signed.declared !== agent || !signed.isOurs) return;
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

if (!isMainThread && workerData?.said !== undefined) {
  parentPort.postMessage(judge(workerData.said, workerData.speaker));
}

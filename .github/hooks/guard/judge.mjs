/** One judgement on what a client sent, in the repository that this file stands in; also as a thread. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { decide } from "./decide.mjs";

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
  return decide(payload, { root, read: (file) => textOf(path.join(root, file)), speaker });
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

/** A thread with an end: both clients let a call through when the guard is slow. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";

/**
 * The first message of the module, run with `data` as its worker data.
 * @throws when it crashes, takes too much memory, or says nothing within the limit.
 */
export async function inTime(module, data, limitMs) {
  const worker = new Worker(module, { workerData: data });
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  try {
    // An error of the thread makes this fail with it.
    const [message] = await once(worker, "message", { signal: limit.signal });
    return message;
  } catch (error) {
    throw limit.signal.aborted ? new Error(`it takes more than ${limitMs / 1000} s`) : error;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** The judgement of a large call, in a thread that can be ended; its answer is the thread's first message. */
import { parentPort, workerData } from "node:worker_threads";
import { judge } from "./judge.mjs";

parentPort.postMessage(await judge(workerData.said, workerData.speakers));

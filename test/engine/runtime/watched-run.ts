/** A process of its own that runs a department and is killed by a test: `node watched-run.ts JSON`. */
import {
  createCopilotRuntime,
  type RuntimeSources,
} from "../../../engine/runtime/copilot-runtime.ts";
import type { RunJob } from "../../../office/runs/runtime.ts";

const { sources, job } = JSON.parse(process.argv[2] ?? "") as {
  sources: RuntimeSources;
  job: RunJob;
};
await createCopilotRuntime(sources).run(job, {
  signal: new AbortController().signal,
  onEvent: () => {},
  givenResult: () => Promise.resolve(null),
});

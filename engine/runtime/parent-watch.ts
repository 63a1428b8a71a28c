/**
 * The `hq-run-watch` program, one beside each run. The client does not notice that hq is dead: it works
 * on to the end and goes on spending. This process only waits for the end of its input, which comes
 * when hq ends however it ends, and then ends what the run left.
 */
import { endProcesses } from "./processes.ts";
import { OVER } from "./start-watch.ts";

const [session = ""] = process.argv.slice(2);
// Ctrl-C in a terminal reaches every process there; this one must be the last.
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => {});

let said = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text: string) => {
  said += text;
});
process.stdin.on("close", () => {
  const lines = said.split("\n");
  if (session === "" || lines.includes(OVER)) return;
  const pid = Number(lines[0]);
  void endProcesses({ pid: Number.isInteger(pid) && pid > 0 ? pid : null, session });
});

/** One session of the client on a company of the scenarios: started, watched over, and nothing of it left. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { SECRET_NAMES } from "../runtime/environment.ts";
import { endProcesses } from "../runtime/processes.ts";
import { startWatch } from "../runtime/start-watch.ts";

export type SessionProcess = ChildProcessByStdio<Writable, Readable, Readable>;

export interface SessionStart {
  program: string;
  /** The client's session; everything that it starts bears it. */
  id: string;
  /** The company in which it works. */
  root: string;
  agent: string;
  prompt: string;
  env: Record<string, string>;
  /** Further arguments, such as which tools are allowed. */
  rights: readonly string[];
  /** The Node that our servers run on, and where `bin/` and `dist/` stand. */
  node: string;
  packageRoot: string;
}

/** Runs `body` beside the client, and ends whatever is left of it then. */
export async function withSession<T>(
  start: SessionStart,
  body: (child: SessionProcess) => Promise<T>,
): Promise<T> {
  const { program, id, root, env, prompt, node, packageRoot } = start;
  // Before the client: there must be no moment in which nobody would end it.
  const watch = startWatch(node, path.join(packageRoot, "dist", "hq-run-watch.js"), id);
  const child = spawn(program, argumentsOf(start), {
    ...{ cwd: root, env, stdio: "pipe" },
    // Ctrl-C in a terminal is for hq, which then ends the client.
    detached: true,
  });
  if (child.pid !== undefined) watch.watches(child.pid);
  child.stdin.on("error", () => {});
  child.stdin.end(prompt);
  try {
    return await body(child);
  } finally {
    await endProcesses({ pid: child.pid ?? null, session: id });
    watch.over();
  }
}

/** As `hq run` starts it, but with subagents: who is asked and handed work is part of what is looked at. */
function argumentsOf({ id, root, agent, rights, node, packageRoot }: SessionStart): string[] {
  const server = (name: string) => ({
    ...{ type: "stdio", command: node, args: [path.join(packageRoot, "bin", `hq-${name}.js`)] },
    env: { HQ_ROOT: root, HQ_AGENT: agent, COPILOT_AGENT_SESSION_ID: id },
    ...{ tools: ["*"], deferTools: "never" },
  });
  const servers = { mcpServers: { memory: server("memory"), company: server("company") } };
  return [
    ...["--agent", agent, "--session-id", id],
    ...["--output-format", "json", "--no-color", "--no-ask-user", "--no-auto-update"],
    ...["--log-level", "none", "--no-remote", "--no-remote-export", "--disable-builtin-mcps"],
    ...["--additional-mcp-config", JSON.stringify(servers)],
    ...["--secret-env-vars", SECRET_NAMES.join(",")],
    ...[...rights, "--deny-tool=shell"],
  ];
}

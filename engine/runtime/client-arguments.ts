/** The command line of a run. Each list is written in the notation that its place knows. */
import path from "node:path";
import type { RunJob } from "../../office/runs/runtime.ts";
import { type AgentRights, OWN_SERVERS } from "./agent-rights.ts";
import { SECRET_NAMES } from "./environment.ts";

export interface Launch {
  job: RunJob;
  rights: AgentRights;
  /** What the environment names. */
  defaultModel?: string | undefined;
  /** Paths that no agent changes, as the constitution writes them. */
  protectedFiles: readonly string[];
  /** The Node that our servers run on. */
  node: string;
  /** Where `bin/` stands. */
  packageRoot: string;
}

/** What the client is started with; the prompt comes over its input, where it may be long and is not listed. */
export function clientArguments(launch: Launch): string[] {
  const { job, rights } = launch;
  return [
    ...["--agent", job.agent],
    ...(job.isResumed ? [`--resume=${job.session}`] : ["--session-id", job.session]),
    ...modelArguments(launch),
    ...["--output-format", "json", "--no-color", "--no-ask-user", "--no-auto-update"],
    ...["--log-level", "none", "--log-dir", path.join(job.folder, "log")],
    ...["--no-remote", "--no-remote-export", "--disable-builtin-mcps", "--disallow-temp-dir"],
    ...["--additional-mcp-config", JSON.stringify(ownServers(launch))],
    ...["--secret-env-vars", SECRET_NAMES.join(",")],
    // As the model sees them: a helper of a run could not be told from the run itself.
    ...["--excluded-tools", "task"],
    // As permissions know them: server(tool), and kinds. What is denied stays so whatever is allowed.
    ...rights.servers.map((rule) => `--allow-tool=${rule}`),
    ...(rights.mayEdit ? ["--allow-tool=write"] : []),
    ...["--deny-tool=shell", ...deniedFiles(launch).map((file) => `--deny-tool=write(${file})`)],
  ];
}

/** The whole of our state; a worktree of ours stands in it, and the client takes a rule for any place. */
const STATE = ".hq/**";
const STATE_BESIDE_WORKTREES = [".hq/*", ".hq/runs/**", ".hq/seen/**", ".hq/secrets/**"];

function deniedFiles({ job, protectedFiles }: Launch): string[] {
  if (job.workplace === undefined) return [...protectedFiles];
  return [...protectedFiles.filter((file) => file !== STATE), ...STATE_BESIDE_WORKTREES];
}

/** A session that is taken up would ask for the model of its beginning, whatever the environment names. */
function modelArguments({ job, defaultModel }: Launch): string[] {
  const model = job.model ?? (job.isResumed ? defaultModel : undefined);
  return model === undefined || model === "" ? [] : ["--model", model];
}

/**
 * Our servers as this run needs them. They differ from run to run, so that the client never offers the
 * tools that it remembers of an earlier start: it waits for these, and finish_run is among them.
 */
function ownServers({ job, node, packageRoot }: Launch): object {
  // By the session the memory's log tells what a run changed.
  const session = { COPILOT_AGENT_SESSION_ID: job.session };
  const env = { HQ_RUN: job.run, HQ_AGENT: job.agent, HQ_ROOT: job.root, ...session };
  const server = (name: string) => ({
    ...{ type: "stdio", command: node, args: [path.join(packageRoot, "bin", `hq-${name}.js`)] },
    ...{ env, tools: ["*"], deferTools: "never" },
  });
  return { mcpServers: Object.fromEntries(OWN_SERVERS.map((name) => [name, server(name)])) };
}

import type { Finding } from "../company/finding.ts";
import { errorAt, warningAt } from "../company/kit/findings.ts";
import { providersTrouble } from "../company/providers/read-providers.ts";
import type { Repository } from "./git.ts";
import { isProgram, programNamed } from "./program-on-path.ts";
import { isNewEnough, NODE_NEEDED_TEXT } from "./system-node.ts";

export interface Machine {
  env: Readonly<Record<string, string | undefined>>;
  /** As in process.versions.node. */
  nodeVersion: string;
  /** The Node that the clients would start the servers with, when it is too old; else null. */
  oldSystemNode: string | null;
  repository: Repository;
}

/** What is missing on this machine. */
export function checkMachine(machine: Machine): Finding[] {
  return [
    ...checkNode(machine.nodeVersion),
    ...checkSystemNode(machine.oldSystemNode),
    ...checkPrograms(machine.env),
    ...checkProviders(machine.env),
    ...checkRepository(machine.repository),
  ];
}

function checkNode(version: string): Finding[] {
  if (isNewEnough(version)) return [];
  return [
    errorAt(".", 0, {
      what: `Node ${version}`,
      expected: `Node ${NODE_NEEDED_TEXT} or newer`,
      fix: "Run npm ci, which brings a newer Node along, or install one.",
    }),
  ];
}

function checkSystemNode(version: string | null): Finding[] {
  if (version === null) return [];
  return [
    errorAt(".", 0, {
      what: `the node on the PATH is ${version}, and the clients start the servers with it`,
      expected: `Node ${NODE_NEEDED_TEXT} or newer`,
      fix: "Install a newer Node, or set HQ_NODE to the path of one where the clients see it.",
    }),
  ];
}

function checkProviders(env: Machine["env"]): Finding[] {
  const trouble = providersTrouble(env);
  if (trouble === null) return [];
  return [
    errorAt(".", 0, {
      what: `no run can ask a model: ${trouble.found}`,
      expected: trouble.expected,
      fix: "Mend it where hq is started; docs/reference.md has the variables under Providers.",
    }),
  ];
}

function checkPrograms(env: Machine["env"]): Finding[] {
  const findings: Finding[] = [];
  if (!isOnPath("node", env)) {
    findings.push(
      warningAt(".", 0, {
        what: "no node on the PATH",
        expected: "node, which the clients start for the servers and the guard",
        fix: "Install Node, or add its folder to the PATH.",
      }),
    );
  }
  const chosen = env.HQ_COPILOT_BIN;
  if (chosen ? !isProgram(chosen) : !isOnPath("copilot", env)) {
    findings.push(
      warningAt(".", 0, {
        what: chosen
          ? `no program at HQ_COPILOT_BIN ("${chosen}")`
          : "no copilot (GitHub Copilot CLI) on the PATH",
        expected: "Copilot CLI, or only VS Code",
        fix: "Install it with npm install -g @github/copilot, or work in VS Code.",
      }),
    );
  }
  return findings;
}

function isOnPath(program: string, env: Machine["env"]): boolean {
  return programNamed(program, env) !== null;
}

function checkRepository(repository: Repository): Finding[] {
  if (repository.kind === "no-git") {
    return [
      warningAt(".", 0, {
        what: "no git on the PATH",
        expected: "git, which keeps the history of the company",
        fix: "Install git.",
      }),
    ];
  }
  if (repository.kind === "no-repository") {
    return [
      warningAt(".", 0, {
        what: "no git repository",
        expected: "the company in a repository: the clients look for its root",
        fix: "Run git init, then commit everything.",
      }),
    ];
  }
  if (repository.kind === "not-trusted") {
    return [
      warningAt(".", 0, {
        what: "a git repository that belongs to another user",
        expected: "one that git reads",
        fix: "Take it over, or run: git config --global --add safe.directory <folder>",
      }),
    ];
  }
  if (repository.prefix === "") return [];
  return [
    warningAt(".", 0, {
      what: `a company in "${repository.prefix}" of a larger repository`,
      expected: "the company at the top of its repository",
      fix: "Move it to the top: Copilot CLI loads .mcp.json only from there.",
    }),
  ];
}

/** What Copilot CLI made of the company, as it says itself, beside what should be there. */
import { clip } from "../../clip.ts";
import type { Finding } from "../../finding.ts";
import { agentId } from "../agents/agent-files.ts";
import { errorAt, noteAt, warningAt } from "../findings.ts";
import { CLI_CONFIG_FILE } from "../settings/mcp-config.ts";
import { OUR_SERVERS } from "../settings/own-servers.ts";

/** The version that these checks were written for. */
export const KNOWN_VERSION = "1.0.102";

const SAID_CHARS = 200;

export interface Said {
  /** From the company's root, or as the client writes it. */
  file: string;
  severity: "error" | "warning";
  message: string;
}

/** What one session loaded. */
export interface ClientReport {
  /** `1.0.102`; null when it does not say. */
  version: string | null;
  /** Agents that a department can call, the client's own helpers among them. */
  agents: readonly string[];
  skills: readonly { name: string; file: string }[];
  servers: readonly { name: string; status: string; error: string | null }[];
  /** What it says of single files. */
  said: readonly Said[];
}

export interface Expected {
  departments: readonly string[];
  /** Files of the company's skills, from its root. */
  skillFiles: readonly string[];
}

/** Fields that VS Code's Local chat reads and this client says it ignores. */
const FOR_LOCAL = /^unknown fields? ignored: (?:(?:argument-hint|agents|handoffs)(?:, )?)+$/;

/** What the client did not load of what the company needs, and what it says of the rest. */
export function checkLoaded(report: ClientReport, expected: Expected): Finding[] {
  const said = report.said.filter(({ message }) => !FOR_LOCAL.test(message));
  const lost = expected.departments.filter((id) => !report.agents.includes(id));
  const skills = new Set(report.skills.map(({ file }) => file));
  const unloaded = expected.skillFiles.filter((file) => !skills.has(file));
  const about = (file: string) => said.find((one) => one.file === file)?.message ?? null;
  const missing = [...lost.map((id) => `.github/agents/${id}.agent.md`), ...unloaded];
  return [
    ...checkVersion(report.version),
    ...missing.map((file) => notLoaded(file, about(file))),
    ...said.filter(({ file }) => !missing.includes(file)).map(remark),
    ...checkServers(report.servers),
    summary(report, { departments: expected.departments.length - lost.length, unloaded }),
  ];
}

function checkVersion(version: string | null): Finding[] {
  if (version === null || !isOlder(version, KNOWN_VERSION)) return [];
  return [
    warningAt(".", 0, {
      what: `Copilot CLI ${version}`,
      expected: `${KNOWN_VERSION} or newer, with which the kit was tried`,
      fix: "Run: npm install -g @github/copilot",
    }),
  ];
}

function isOlder(version: string, than: string): boolean {
  const [mine, theirs] = [version, than].map((text) => text.split(".").map(Number));
  for (const [index, part] of (theirs ?? []).entries()) {
    const own = mine?.[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}

function notLoaded(file: string, reason: string | null): Finding {
  const what = agentId(file) === null ? "skill" : "department";
  return errorAt(file, 0, {
    what: `Copilot CLI does not load this ${what}${reason === null ? "" : `: ${clip(reason, SAID_CHARS)}`}`,
    expected: `a ${what} that the client offers`,
    fix:
      reason === null
        ? "Look for another file of the same name: .claude/, .agents/, and your own folders of the client."
        : "Mend what it says, or restore the file with hq upgrade.",
  });
}

function remark({ file, severity, message }: Said): Finding {
  const words = {
    what: `Copilot CLI says: ${clip(message, SAID_CHARS)}`,
    expected: "a file that it loads without a word",
    fix:
      severity === "error"
        ? "It leaves the file out until that is mended."
        : "Mend it, or leave it.",
  };
  // Of a department the company needs the error is told as such; the rest works without this file.
  return warningAt(file, 0, words);
}

function checkServers(servers: ClientReport["servers"]): Finding[] {
  const missing = OUR_SERVERS.filter((name) => !servers.some((server) => server.name === name));
  return [
    ...missing.map((name) =>
      errorAt(CLI_CONFIG_FILE, 0, {
        what: `Copilot CLI starts no server "${name}"`,
        expected: "both servers of the company",
        fix: "Run the client from the root of the repository and trust the folder; hq upgrade restores the file.",
      }),
    ),
    ...servers
      .filter(({ status }) => status !== "connected")
      .map(({ name, status, error }) => {
        const words = {
          what: `the server "${name}" is ${status}${error === null ? "" : `: ${clip(error, SAID_CHARS)}`}`,
          expected: "connected",
          fix: "Start its command by hand in the root of the repository and read what it says.",
        };
        return OUR_SERVERS.includes(name)
          ? errorAt(CLI_CONFIG_FILE, 0, words)
          : warningAt(CLI_CONFIG_FILE, 0, words);
      }),
  ];
}

function summary(
  { version, skills, servers }: ClientReport,
  { departments, unloaded }: { departments: number; unloaded: readonly string[] },
): Finding {
  const connected = servers.filter(({ status }) => status === "connected").map(({ name }) => name);
  return noteAt(".", {
    what: `Copilot CLI ${version ?? "(no version)"} loaded ${departments} departments, ${skills.length} skills and the servers ${connected.join(", ") || "(none)"}`,
    expected: "every department, every skill, memory and company",
    fix: unloaded.length === 0 ? "Nothing to do." : "See the files above.",
  });
}

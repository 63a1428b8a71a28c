/** Asks the real Copilot CLI what it loads of the company: one session, and its own lists. */
import { readdir, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { clip } from "../../company/clip.ts";
import type { Finding } from "../../company/finding.ts";
import {
  type ClientReport,
  checkLoaded,
  type Expected,
  KNOWN_VERSION,
  type Said,
} from "../../company/kit/client/loaded.ts";
import { errorAt } from "../../company/kit/findings.ts";
import { programNamed } from "../program-on-path.ts";
import { startQuietModel } from "./quiet-model.ts";
import { type ClientAnswer, clientEnvironment, homeForSession, runClient } from "./run-client.ts";

const SAID_CHARS = 300;

interface ClientEvent {
  type: string;
  data: Record<string, unknown>;
}

/** What the client loads and what it leaves out; a finding too when there is none that answers. */
export async function askClient(
  { root, env }: { root: string; env: Readonly<Record<string, string | undefined>> },
  expected: Expected,
): Promise<Finding[]> {
  const program = env.HQ_COPILOT_BIN || programNamed("copilot", env);
  if (program === null) return [noClient()];
  const [model, home] = await Promise.all([startQuietModel(), homeForSession(env)]);
  try {
    const settings = clientEnvironment(env, { home: home.folder, model: model.url });
    const logs = path.join(home.folder, "logs");
    const ask = (...args: string[]) => runClient({ program, args, root, env: settings });
    const version = await ask("--version");
    const flags = ["--no-ask-user", "--no-color", "--output-format", "json", "--log-dir", logs];
    const place = await realpath(root);
    const look = () => ask(...flags, "-p", "Say one word.");
    const [first, skills] = await Promise.all([look(), ask("skill", "list", "--json")]);
    // On a busy machine the client may be done before a server has answered it: then it is asked once more.
    const isEarly = loadedBy(eventsIn(first.stdout), place).servers.some(
      ({ status }) => status === "pending",
    );
    const session = isEarly ? await look() : first;
    const events = eventsIn(session.stdout);
    const agents = model.agents();
    if (agents === null || events.length === 0) {
      return [noAnswer({ version: versionIn(version.stdout), session })];
    }
    const report: ClientReport = {
      version: versionIn(version.stdout),
      agents,
      ...loadedBy(events, place),
      said: [...(await saidInLogs(logs)), ...saidOfSkills(skills.stderr)],
    };
    return checkLoaded(report, expected);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return [cannotStart(program, message)];
  } finally {
    await Promise.all([model.close(), home.discard()]);
  }
}

function eventsIn(stdout: string): ClientEvent[] {
  return stdout.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      const { type, data } = JSON.parse(line) as Partial<ClientEvent>;
      return typeof type === "string" ? [{ type, data: data ?? {} }] : [];
    } catch {
      // Half a line of a client that was ended: what came before it counts.
      return [];
    }
  });
}

function loadedBy(
  events: readonly ClientEvent[],
  root: string,
): Pick<ClientReport, "skills" | "servers"> {
  const of = (type: string) =>
    events.filter((event) => event.type === type).map(({ data }) => data);
  const { skills = [] } = (of("session.skills_loaded").at(-1) ?? {}) as {
    skills?: { name: string; path?: string }[];
  };
  const servers = new Map<string, ClientReport["servers"][number]>();
  for (const { servers: loaded = [] } of of("session.mcp_servers_loaded") as {
    servers?: { name: string; status: string; error?: string }[];
  }[]) {
    for (const { name, status, error = null } of loaded) servers.set(name, { name, status, error });
  }
  // The last word on each: a connection can be taken back after it was made.
  for (const { serverName, status, error } of of("session.mcp_server_status_changed")) {
    const name = String(serverName);
    servers.set(name, {
      name,
      status: String(status),
      error: error === undefined ? null : String(error),
    });
  }
  return {
    skills: skills.map(({ name, path: file = "" }) => ({ name, file: fromRoot(root, file) })),
    servers: [...servers.values()],
  };
}

function fromRoot(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join("/");
}

const LOG_LINE = /^\S+ \[(WARNING|ERROR)\] ((?:\.github|\.claude|\.agents)\/\S.*?\.md): (.*)$/;

/** The session's log has what the events of a busy machine at times do not: why an agent was left out. */
async function saidInLogs(folder: string): Promise<Said[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8")));
  return texts.flatMap((text) =>
    text.split("\n").flatMap((line): Said[] => {
      const [, level, file, message] = LOG_LINE.exec(line) ?? [];
      if (file === undefined || message === undefined) return [];
      return [{ file, severity: level === "ERROR" ? "error" : "warning", message }];
    }),
  );
}

/** `  • .github/skills/x/SKILL.md: missing or malformed YAML frontmatter` */
function saidOfSkills(stderr: string): Said[] {
  return stderr.split("\n").flatMap((line): Said[] => {
    const [, file, message] = /^\s*• (\S.*?SKILL\.md): (.*)$/.exec(line) ?? [];
    return file === undefined || message === undefined
      ? []
      : [{ file, severity: "error", message }];
  });
}

function versionIn(text: string): string | null {
  return /\b(\d+\.\d+\.\d+)\b/.exec(text)?.[1] ?? null;
}

function noClient(): Finding {
  return errorAt(".", 0, {
    what: "no copilot (GitHub Copilot CLI) on the PATH, so nothing could be asked of it",
    expected: "Copilot CLI, or its path in HQ_COPILOT_BIN",
    fix: "Install it with npm install -g @github/copilot, or leave --client out.",
  });
}

function cannotStart(program: string, message: string): Finding {
  return errorAt(".", 0, {
    what: `Copilot CLI at "${program}" cannot be started: ${clip(message, SAID_CHARS)}`,
    expected: "a program that runs",
    fix: "Correct HQ_COPILOT_BIN, or install it again with npm install -g @github/copilot.",
  });
}

function noAnswer({
  version,
  session,
}: {
  version: string | null;
  session: ClientAnswer;
}): Finding {
  const { code, stderr, stdout, isCutOff } = session;
  const end = isCutOff ? "was ended, as it took too long" : `ended with ${code}`;
  const said = clip((stderr.trim() || stdout.trim()).replaceAll(/\s+/g, " "), SAID_CHARS);
  return errorAt(".", 0, {
    what: `Copilot CLI ${version ?? "of an unknown version"} began no session and ${end}${said === "" ? "" : `: ${said}`}`,
    expected: `a client that says what it loads, ${KNOWN_VERSION} or newer`,
    fix: "Run npm install -g @github/copilot, then copilot once by hand.",
  });
}

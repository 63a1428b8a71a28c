/** What of a repository is the founder's own: listed once and not judged. */
import { clip } from "../clip.ts";
import type { Finding } from "../finding.ts";
import { AGENTS_FOLDER } from "./agents/agent-files.ts";
import { agentName, checkOpenShells } from "./agents/other-agents.ts";
import type { KitFile } from "./context.ts";
import { noteAt, warningAt } from "./findings.ts";
import { commitsByItself } from "./settings/hooks.ts";

/** For each kind, when there are several. */
const NAMES_CHARS = 120;
/** For agents alone. */
const AGENTS_CHARS = 300;
const SKILLS = /^\.github\/skills\/([^/]+)\//;
const HOOKS_FOLDER = ".github/hooks";

export interface Yours {
  /** In `.github/agents/` and elsewhere. */
  agents: readonly KitFile[];
  /** Every other file of the clients' folders. */
  others: readonly KitFile[];
  /** Names of servers that the departments do not call. */
  servers: readonly string[];
  /** What the clients look for and is no UTF-8 text. */
  unread: readonly string[];
  /** Servers that agents may use, by name. */
  known: ReadonlySet<string>;
}

interface Kind {
  word: string;
  names: string[];
}

/** One line for all of it, and what of it reaches into the company. */
export function checkYours({ agents, others, servers, unread, known }: Yours): Finding[] {
  const kinds: Kind[] = [
    { word: "agent", names: agents.map(agentName) },
    {
      word: "skill",
      names: [...new Set(others.flatMap(({ path }) => SKILLS.exec(path)?.[1] ?? []))],
    },
    ...["prompt", "instruction", "hook"].map((word) => ({
      word,
      names: others.flatMap(({ path }) => namesBelow(path, `.github/${word}s/`)),
    })),
    { word: "MCP server", names: [...servers] },
    { word: "page in another encoding", names: [...unread] },
    {
      word: "file",
      names: others.map(({ path }) => path).filter((path) => !path.startsWith(".github/")),
    },
  ].filter(({ names }) => names.length > 0);
  return [
    ...(kinds.length === 0 ? [] : [listed(kinds)]),
    ...checkOpenShells(agents, known),
    ...committing(others),
  ];
}

function listed(kinds: readonly Kind[]): Finding {
  const [first] = kinds;
  const details = kinds.flatMap(({ word, names }) => names.map((name) => `${word} ${name}`));
  if (kinds.length === 1 && first?.word === "agent") {
    return noteAt(AGENTS_FOLDER.slice(0, -1), {
      what: `${counted(first)} of yours: ${clip(first.names.join(", "), AGENTS_CHARS)}`,
      expected: 'departments have a row in "Departments"; what has none is not checked here',
      fix: "Nothing to do. hq doctor --client says what Copilot CLI makes of them.",
    });
  }
  const parts = kinds.map(
    (kind) => `${counted(kind)} (${clip(kind.names.join(", "), NAMES_CHARS)})`,
  );
  return {
    ...noteAt(".github", {
      what: `yours, not checked: ${parts.join(", ")}`,
      expected:
        'only what hq brought, and what has a row in "Departments" or "Cadence", is checked',
      fix: "Nothing to do. hq doctor --client says what Copilot CLI makes of them.",
    }),
    details,
  };
}

/** A hook of the founder's runs in the departments' sessions too. */
function committing(others: readonly KitFile[]): Finding[] {
  const found = others.filter(
    ({ path, text }) => path.startsWith(HOOKS_FOLDER) && commitsByItself(text),
  );
  if (found.length === 0) return [];
  const names = found.map(({ path }) => path.slice(HOOKS_FOLDER.length + 1));
  return [
    warningAt(HOOKS_FOLDER, 0, {
      what: `hooks of yours that commit or push by themselves, in the departments' sessions too: ${clip(names.join(", "), NAMES_CHARS)}`,
      expected: "commits that you make: a draft, a fact or a key would go out that nobody has read",
      fix: "Nothing to do where that is meant.",
    }),
  ];
}

function namesBelow(path: string, folder: string): string[] {
  if (!path.startsWith(folder)) return [];
  return [path.slice(folder.length).replace(/\.(prompt|instructions)\.md$/, "")];
}

function counted({ word, names }: Kind): string {
  const words = names.length === 1 ? word : word.replace(/ in |$/, "s$&");
  return `${names.length} ${words}`;
}

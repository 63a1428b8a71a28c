/** A small company on disk, with links that lead astray, and the guard asked about calls in it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const KIT = path.join(import.meta.dirname, "..", "..");
export const GUARD = path.join(KIT, ".github", "hooks", "guard.mjs");

interface World {
  root: string;
  read: (file: string) => string | null;
  speaker?: string | null;
  hookOf?: string | null;
  starterOf?: (id: string) => string | null;
  elsewhere?: string[];
  develops?: boolean;
}

export const { decide } = (await import(path.join(path.dirname(GUARD), "guard", "decide.mjs"))) as {
  decide: (payload: object, world: World) => string | null;
};

export const AGENT =
  "---\nname: ceo\ndescription: d\ntools: ['read', 'search', 'memory/open_nodes']\n---\n# CEO\n";
export const SKILL = "---\nname: standup\ndescription: d\n---\n# Standup\n";
const PAGE =
  "# Constitution\n\n## Protected files\n\nWords.\n\n| Path |\n|---|\n| `Founder/contracts/**` |\n| Founder/\\*\\*/secret\\_\\*.md |\n";

/** What stands in the company's files. */
export const FILES: Record<string, string> = {
  ".github/copilot-instructions.md": PAGE,
  ".github/agents/ceo.agent.md": AGENT,
  ".github/agents/windows.agent.md": AGENT.replaceAll("\n", "\r\n"),
  ".github/skills/standup/SKILL.md": SKILL,
  // An agent of the founder's own, which is no department.
  ".github/agents/somebody-else.agent.md": AGENT.replace("name: ceo", "name: somebody-else"),
  "BOARD.md": "# Board\n",
};

let root = "";

export function openWorkplace(): { root: string; close: () => void } {
  root = mkdtempSync(path.join(tmpdir(), "guard çé-"));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  mkdirSync(path.join(root, "Marketing", "drafts"), { recursive: true });
  symlinkSync(path.join(root, ".github", "hooks-elsewhere"), path.join(root, "dangling"));
  symlinkSync(path.join(root, ".github"), path.join(root, "docs"));
  symlinkSync("../.github/hooks", path.join(root, "Marketing", "pictures"));
  symlinkSync("Marketing/first", path.join(root, "chain"));
  symlinkSync("../package.json", path.join(root, "Marketing", "first"));
  symlinkSync("b", path.join(root, "Marketing", "a"));
  symlinkSync("a", path.join(root, "Marketing", "b"));
  const place = root;
  return { root, close: () => rmSync(place, { recursive: true, force: true }) };
}

/** What the guard says of a call in the workplace; `ROOT` in a text stands for its folder. */
export function judge(payload: object, speaker: string | null = null): string | null {
  const read = (file: string) => FILES[file] ?? null;
  const text = JSON.stringify({ cwd: root, ...payload }).replaceAll("ROOT", root);
  return decide(JSON.parse(text) as object, { root, read, speaker });
}

/** The same of a department's own hook. */
export function judgeAs(hookOf: string, payload: object): string | null {
  const read = (file: string) => FILES[file] ?? null;
  return decide({ cwd: root, ...payload }, { root, read, hookOf });
}

export const edit = (file: string, more: object = {}) => ({
  tool_name: "Edit",
  tool_input: { path: file, old_str: "a", new_str: "b", ...more },
});

export const write = (file: string, text: string) => ({
  tool_name: "Write",
  tool_input: { path: file, file_text: text },
});

/** The founder's own agent in a product with a company beside it, with hooks of the product's own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AGENT, decide } from "../workplace.ts";
import { FREE, FREE_CALLS, REFUSED, REFUSED_CALLS } from "./beside-company.ts";
import others from "./other-author.json" with { type: "json" };

const HOOKS = '{"hooks":{"sessionEnd":[{"type":"command","bash":"play-done"}]}}';
const FILES: Record<string, string> = {
  ".github/copilot-instructions.md":
    "# My product\n\n## Protected files\n\n| Path |\n|---|\n| `.github/hooks/**` |\n| `BOARD.md` |\n",
  ".github/agents/marketing.agent.md": AGENT.replace("name: ceo", "name: marketing"),
  ".hq-kit/bin/launch.js": "x",
  ".hq-kit/bin/hq": "x",
  ".hq-kit/manifest.json": "{}",
  ".github/hooks/guard.mjs": "x",
  ".github/hooks/guard.json": "{}",
  ".github/hooks/guard/decide.mjs": "x",
  ".github/hooks/hooks.json": HOOKS,
  ".github/hooks/play-done.sh": "echo done a\n",
  ".github/hooks/scripts/session_start.py": "a\n",
  ".mcp.json": "{}",
  ".vscode/mcp.json": "{}",
  ".vscode/settings.json": '{"a":1}',
  "BOARD.md": "# Board\n",
  "memory.jsonl": "",
  "package.json": '{"version":"1.0.0"}',
  "README.md": "# a\n",
};
let root: string;
/** For commands that name it without quotes. */
let plainRoot: string;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "guard produto-"));
  plainRoot = mkdtempSync(path.join(tmpdir(), "produto-"));
  for (const place of [root, plainRoot]) {
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
      writeFileSync(path.join(place, file), text);
    }
  }
});
afterAll(() => {
  for (const place of [root, plainRoot]) rmSync(place, { recursive: true, force: true });
});

interface Caller {
  speaker?: string;
  place?: string;
}

function judge(tool_name: string, tool_input: object, { speaker, place = root }: Caller = {}) {
  const said = JSON.stringify({ cwd: place, tool_name, tool_input }).replaceAll("ROOT", place);
  const read = (file: string) => FILES[file] ?? null;
  return decide(JSON.parse(said) as object, { root: place, read, speaker: speaker ?? null });
}

describe("the founder's own agent", () => {
  it.each(FREE)("runs %j", (command) => {
    expect(judge("bash", { command })).toBeNull();
  });
  it.each(FREE_CALLS)("calls %s with %j", (tool, input) => {
    expect(judge(tool, input)).toBeNull();
  });
  it.each(REFUSED)("does not run %j", (command) => {
    expect(judge("bash", { command })).toEqual(expect.any(String));
  });
  it.each(REFUSED_CALLS)("does not call %s with %j", (tool, input) => {
    expect(judge(tool, input)).toEqual(expect.any(String));
  });
});

/** Labelled by an author who had not seen the guard; 148 of 150 were judged so at the first reading. */
describe("the founder's own agent, as another author has it work", () => {
  it.each(others.map(({ expect: label, tool, input, why }) => [label, tool, input, why] as const))(
    "%s: %s %j (%s)",
    (label, tool, input) => {
      const said = judge(tool, input, { place: plainRoot });
      expect(said).toEqual(label === "free" ? null : expect.any(String));
    },
  );

  it.each([
    "git check-attr -a .mcp.json && git describe --tags",
    "git grep -n guard -- .github/hooks",
    "find . -name '*.pyc' ! -path './.github/*' -delete",
  ])("looks, or leaves alone what it names: %s", (command) => {
    expect(judge("bash", { command })).toBeNull();
  });

  it.each([
    "git grep -Ovim guard -- .github/hooks",
    "find . -path './.github/*' -delete",
    "find . -name '*.json' -not -path './src/*' -delete",
    "find .github -not -path './.git/*' -delete",
  ])("changes what it names: %s", (command) => {
    expect(judge("bash", { command })).toEqual(expect.any(String));
  });
});

describe("a hook of the product's own", () => {
  const change = { path: ".github/hooks/hooks.json", old_str: "play-done", new_str: "play-end" };

  it("is changed by no department", () => {
    expect(judge("edit", change)).toBeNull();
    expect(judge("edit", change, { speaker: "marketing" })).toContain("is protected");
  });

  it("switches the hooks off in no spelling, also where the guard cannot see the whole", () => {
    const off = (new_str: string) => judge("edit", { ...change, new_str });
    expect(off('x"}]}, "disableAllHooks": true, "y": {"z": [{"a": "')).toContain(
      "switch hooks off",
    );
    expect(off('x"}]}, "disable\\u0041llHooks": true, "y": {"z": [{"a": "')).toContain(
      "switch hooks off",
    );
    const lines = { ...change, old_str: "not there", new_str: '"disableAllHooks": true' };
    expect(judge("edit", lines)).toContain("switch hooks off");
  });
});

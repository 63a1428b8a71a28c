import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkUserSettings } from "../../doctor/user-settings.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "hq-home-"));
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
  writeFileSync(path.join(home, file), text);
}

const whats = async (env: Record<string, string>) =>
  (await checkUserSettings(env)).map(({ what }) => what);

test("without a home folder there is no user whose settings could be wrong", async () => {
  expect(await checkUserSettings({ PATH: "" })).toEqual([]);
});

test("settings are looked for where the client reads them: COPILOT_HOME, else .copilot", async () => {
  const off = ["general-purpose", "task", "code-review", "research", "security-review"];
  const text = (names: string[]) => JSON.stringify({ subagents: { disabledSubagents: names } });
  write(".copilot/settings.json", text([...off, "rubber-duck"]));
  write("other/settings.json", text(off));
  write(".config/copilot/settings.json", text([]));
  expect(await whats({ HOME: home, XDG_CONFIG_HOME: path.join(home, ".config") })).toEqual([]);
  const [finding, ...more] = await checkUserSettings({
    HOME: home,
    COPILOT_HOME: path.join(home, "other"),
  });
  expect(more).toEqual([]);
  expect(finding?.what).toContain("helper rubber-duck can be called");
  expect(finding?.expected).toContain("in $COPILOT_HOME/settings.json");
});

test("a memory of the user's own that would stand in for ours is named, ours is not", async () => {
  const server = { memory: { command: "npx", args: ["-y", "other-memory"] } };
  write(".copilot/mcp-config.json", JSON.stringify({ mcpServers: server }));
  expect(await whats({ HOME: home })).toContain(
    'a server "memory" of your own in ~/.copilot/mcp-config.json',
  );
  const ours = { memory: { command: "node", args: ["/company/bin/hq-memory.js"] } };
  write(".copilot/mcp-config.json", JSON.stringify({ mcpServers: ours }));
  expect(await whats({ HOME: home })).not.toContain(expect.stringContaining("of your own"));
});

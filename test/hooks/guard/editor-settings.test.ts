/** Beside a product the founder's agent changes the editor's settings, but not those that the guard rests on. */
import { describe, expect, it } from "vitest";
import { decide } from "../workplace.ts";

const FILE = ".vscode/settings.json";
const NOW = '{\n  // ours\n  "chat.agent.maxRequests": 200,\n  "editor.tabSize": 4,\n}\n';

function judge(tool_name: string, tool_input: object, text: string | null = NOW) {
  const files: Record<string, string | null> = {
    ".hq-kit/bin/launch.js": "// starts hq\n",
    ".hq-kit/manifest.json": "{}",
    [FILE]: text,
  };
  const read = (file: string) => files[file] ?? null;
  return decide({ tool_name, tool_input, cwd: "/repo" }, { root: "/repo", read });
}
const replace = (old_str: string, new_str: string) =>
  judge("edit", { path: FILE, old_str, new_str });
const whole = (file_text: string, text: string | null = null) =>
  judge("create", { path: FILE, file_text }, text);

describe("settings of the editor beside a product", () => {
  it.each([
    ['"editor.tabSize": 4', '"editor.tabSize": 2'],
    ["// ours", "// ours, with chat.useHooks in a comment"],
    ['"editor.tabSize": 4', '"editor.tabSize": 4, "files.exclude": { "**/chat": true }'],
  ])("may change: %s to %s", (old, next) => {
    expect(replace(old, next)).toBeNull();
  });

  it("may be made anew, without those of the chat", () => {
    expect(whole('{ "editor.formatOnSave": true }')).toBeNull();
    expect(whole('{ "chat.useHooks": false }')).toContain("settings of the chat");
  });

  it.each([
    ['"editor.tabSize": 4', '"chat.useHooks": false'],
    ['"editor.tabSize": 4', '"Chat.UseHooks": false'],
    ['"editor.tabSize": 4', '"ch\\u0061t.useHooks": false'],
    ['"editor.tabSize": 4', '"[markdown]": { "chat.hookFilesLocations": {} }'],
    ['"editor.tabSize": 4', '"github.copilot.chat.tools": []'],
    ['"chat.agent.maxRequests": 200', '"chat.agent.maxRequests": 1'],
    ['  "chat.agent.maxRequests": 200,\n', ""],
    ['"editor.tabSize": 4,', '"editor.tabSize": 4, }} "chat.useHooks": false'],
  ])("keep those of the chat: %s to %s", (old, next) => {
    expect(replace(old, next)).toMatch(/settings of the chat|cannot see/);
  });

  it("are refused where the guard cannot see what they become", () => {
    expect(replace("no such text", '"chat.useHooks": false')).toContain("cannot see");
  });
});

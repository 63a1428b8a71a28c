/** The guard's reading of paths as it is on Windows, where both separators and drive letters count. */
import path from "node:path";
import { describe, expect, it, vi } from "vitest";

vi.mock("node:path", async (original) => {
  const real = await original<{ default: { win32: object } }>();
  return { ...real.default.win32, default: real.default.win32 };
});

const rules = new URL("../../../.github/hooks/guard/decide.mjs", import.meta.url).pathname;
const { decide } = (await import(rules)) as {
  decide: (payload: object, world: object) => string | null;
};

const root = "C:\\Users\\Ana\\Mare";
const judge = (file: string, more: object = {}) =>
  decide(
    {
      cwd: root,
      tool_name: "Edit",
      tool_input: { path: file, old_str: "a", new_str: "b" },
      ...more,
    },
    { root, read: () => null },
  );

describe("on Windows", () => {
  it("is tested with its own rules for paths", () => {
    expect(path.sep).toBe("\\");
  });

  it.each([
    "package.json",
    ".vscode\\mcp.json",
    ".github/hooks\\guard.mjs",
    "C:\\Users\\Ana\\Mare\\.mcp.json",
    "c:\\users\\ana\\mare\\.MCP.json",
    "C:/Users/Ana/Mare/.mcp.json",
    "C:\\Users\\Ana\\Mare\\Marketing\\..\\.mcp.json",
    "\\Users\\Ana\\Mare\\.mcp.json",
    "\\\\?\\C:\\Users\\Ana\\Mare\\.mcp.json",
    "\\\\.\\C:\\Users\\Ana\\Mare\\.mcp.json",
    "file:///C:/Users/Ana/Mare/.mcp.json",
    "file:///c%3A/Users/Ana/Mare/.mcp.json",
    ".git::$INDEX_ALLOCATION\\config",
    "package.json ",
  ])("%s is protected", (file) => {
    expect(judge(file)).toContain("protected");
  });

  it("a department stays in its folders", () => {
    const marketing = { agent_type: "marketing" };
    expect(judge("C:\\Users\\Ana\\Mare\\Marketing\\a.md", marketing)).toBeNull();
    expect(judge("Marketing\\drafts\\a.md", marketing)).toBeNull();
    expect(judge("Marketing\\..\\NOTES.md", marketing)).toContain("may not write NOTES.md");
    expect(judge("D:\\NOTES.md", marketing)).toContain("outside the repository");
  });

  it.each(["NOTES.md", "C:\\Users\\Ana\\package.json", "src\\package.json"])(
    "%s may be edited",
    (file) => {
      expect(judge(file)).toBeNull();
    },
  );
});

import { expect, test } from "vitest";
import { relocated, serversKey } from "../../setup/relocate.ts";

test.each([
  [".mcp.json", '{"args": ["bin/hq-memory.js"]}', '{"args": [".hq-kit/bin/hq-memory.js"]}'],
  [".mcp.json", '{"args": ["./bin/hq"]}', '{"args": [".hq-kit/bin/hq"]}'],
  [
    ".vscode/mcp.json",
    `{"args": ["$\{workspaceFolder}/bin/hq-company.js"]}`,
    `{"args": ["$\{workspaceFolder}/.hq-kit/bin/hq-company.js"]}`,
  ],
  [
    ".github/hooks/guard.json",
    '{"command": "node bin/hq guard"}',
    '{"command": "node .hq-kit/bin/hq guard"}',
  ],
])("in %s the program is found under .hq-kit", (path, text, expected) => {
  expect(relocated(path, text)).toBe(expected);
  expect(relocated(path, expected)).toBe(expected);
});

test.each([
  [".mcp.json", '{"args": ["/usr/bin/hq", "../bin/hq", "my-bin/hq", "bin/other.js"]}'],
  ["README.md", "node bin/hq standup"],
  [".github/hooks/guard.mjs", "bin/hq"],
])("in %s other paths and other files stay", (path, text) => {
  expect(relocated(path, text)).toBe(text);
});

test("each client has its own key for servers", () => {
  expect([".mcp.json", ".vscode/mcp.json", ".github/hooks/guard.json"].map(serversKey)).toEqual([
    "mcpServers",
    "servers",
    null,
  ]);
});

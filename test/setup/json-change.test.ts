import { expect, test } from "vitest";
import { jsonChange, UNREAD_NOTE } from "../../setup/json-change.ts";

const OURS = '{"mcpServers": {"memory": {"args": ["m.js"]}}}';

test("a comment in a file that Copilot CLI reads stays, and the founder is told that it hides the servers", () => {
  const [change, note] = jsonChange(".mcp.json", '{\n  // mine\n  "mcpServers": {}\n}\n', OURS);
  expect(change).toMatchObject({ kind: "merge", note: "added mcpServers.memory" });
  expect(change).toHaveProperty("text", expect.stringContaining("// mine\n"));
  expect(note).toEqual({ kind: "keep", path: ".mcp.json", note: UNREAD_NOTE });
});

test("VS Code's own file may have comments, and a plain one has nothing to be told of", () => {
  const servers = OURS.replace("mcpServers", "servers");
  expect(jsonChange(".vscode/mcp.json", "{ /* mine */ }", servers)).toHaveLength(1);
  expect(jsonChange(".mcp.json", "{}", OURS)).toHaveLength(1);
});

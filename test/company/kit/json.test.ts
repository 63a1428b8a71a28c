import { expect, test } from "vitest";
import { readJson } from "../../../company/kit/json.ts";

test("comments and trailing commas are read, and what looks like them in a string stays", () => {
  const text =
    '\uFEFF{ // one\n  "url": "https://a.example/*x*/", /* two\n  three */\n  "a": ", }", "list": [1, 2,],\n}\n';
  expect(readJson({ path: "a.json", text }, "jsonc")).toEqual({
    kind: "object",
    value: { url: "https://a.example/*x*/", a: ", }", list: [1, 2] },
  });
});

test.each([
  ['{\n  "a": [1,\n  ],\n  "b": 2\n}', 3, "a comma before a closing bracket"],
  ['{\n  "a": 1, // note\n}', 2, "a comment"],
  ["\uFEFF{}", 1, "a byte order mark before the first letter"],
])(
  "%j is not plain JSON, and the client that wants it reads nothing of the file",
  (text, line, what) => {
    expect(readJson({ path: ".mcp.json", text })).toMatchObject({
      kind: "bad",
      finding: { file: ".mcp.json", line, severity: "error", what },
    });
  },
);

test("plain JSON does not allow comments", () => {
  const file = { path: ".mcp.json", text: '{\n  // note\n  "a": 1\n}\n' };
  expect(readJson(file)).toMatchObject({ kind: "bad", finding: { line: 2 } });
  expect(readJson(file, "jsonc")).toEqual({ kind: "object", value: { a: 1 } });
});

test("a file that stops too early names its last line", () => {
  expect(readJson({ path: "a.json", text: '{\n  "a": {\n' })).toMatchObject({
    kind: "bad",
    finding: { file: "a.json", line: 2, severity: "error" },
  });
});

test.each(["", "[]", "null", '"x"'])("%j is no object", (text) => {
  expect(readJson({ path: "a.json", text }).kind).toBe("bad");
});

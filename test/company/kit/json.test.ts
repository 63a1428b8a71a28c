import { expect, test } from "vitest";
import { blankComments, readJson } from "../../../company/kit/json.ts";

test("comments and trailing commas are blanked, lines and strings stay", () => {
  const text =
    '{ // one\n  "url": "https://a.example/*x*/", /* two\n  three */\n  "list": [1, 2,],\n}\n';
  const blanked = blankComments(text);
  expect(JSON.parse(blanked)).toEqual({ url: "https://a.example/*x*/", list: [1, 2] });
  expect(blanked.split("\n").length).toBe(text.split("\n").length);
});

test("a comma and a bracket inside a string stay", () => {
  expect(JSON.parse(blankComments('{"a": ", }", "b": ",]"}'))).toEqual({ a: ", }", b: ",]" });
});

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

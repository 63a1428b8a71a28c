import { expect, test } from "vitest";
import {
  checkHelpers,
  helpersLeftOn,
  WRITING_HELPERS,
} from "../../../../company/kit/settings/client-helpers.ts";

const off = (names: readonly string[]) =>
  JSON.stringify({ subagents: { disabledSubagents: names } });

test("without settings every helper that writes is on, and the finding says what to add where", () => {
  const [finding, ...others] = checkHelpers(null, "~/.copilot/settings.json");
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ file: ".", severity: "warning" });
  for (const name of WRITING_HELPERS) expect(finding?.what).toContain(name);
  expect(finding?.expected).toContain('"disabledSubagents": ["general-purpose", "task",');
  expect(finding?.expected).toContain("in ~/.copilot/settings.json");
  expect(finding?.fix).toContain("hq init");
  expect(finding?.fix).toContain("VS Code Local");
});

test("with all of them off there is nothing to say, comments and further names or not", () => {
  expect(checkHelpers(off(WRITING_HELPERS), "x")).toEqual([]);
  const commented = `{ // mine\n "subagents": {"disabledSubagents": ${JSON.stringify([...WRITING_HELPERS, "explore"])},},\n}`;
  expect(checkHelpers(commented, "x")).toEqual([]);
});

test("one that was forgotten is named alone", () => {
  expect(helpersLeftOn(off(WRITING_HELPERS.slice(1)))).toEqual(["general-purpose"]);
  const [finding] = checkHelpers(off(WRITING_HELPERS.slice(1)), "x");
  expect(finding?.what).toBe(
    "the client's own helper general-purpose can be called by every department, and has a shell and every tool",
  );
});

test.each(['{"subagents": []}', '{"subagents": {"disabledSubagents": "task"}}', "{}", ""])(
  "%j switches nothing off",
  (text) => {
    expect(helpersLeftOn(text)).toEqual(WRITING_HELPERS);
  },
);

test("settings that are no JSON are named", () => {
  expect(checkHelpers("{", "~/.copilot/settings.json")[0]?.what).toBe(
    "~/.copilot/settings.json is not JSON",
  );
});

import { describe, expect, it } from "vitest";
import { dumpIn } from "../../../mcp-memory/rules/dumps.ts";

const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join("\n");

describe("a text that is", () => {
  it.each([
    ["two turns of a chat", "User: what is due?\nAssistant: two returns"],
    ["three questions of one user", "User: a\nUser: b\nUser: c"],
    ["two lines of a trace", "TypeError: x\n    at sync (/app/sync.ts:41:9)\n    at main.ts:1:1"],
    ["seven lines of a log", lines(7, (n) => `2026-11-20T08:3${n}:00Z GET /health 200`)],
    ["fourteen lines of code", lines(14, (n) => `const value${n} = compute(${n});`)],
    ["a price list", lines(40, (n) => `Plan ${n}: ${n} EUR net, billed by month`)],
    ["a hundred lines of notes", lines(100, (n) => `Step ${n} of the drill`)],
    ["a short page", "<!doctype html><title>x</title>"],
    ["a small image", `data:image/png;base64,${"iVBORw0KGgo".repeat(40)}`],
  ])("%s is a fact", (_what, text) => {
    expect(dumpIn([text])).toBeNull();
  });

  it("hard to look through costs little", () => {
    const hard = [
      `at ${"(".repeat(19_000)}`,
      "#".repeat(19_000),
      `${" ".repeat(19_000)}x`,
      "a = ".repeat(5_000),
      "\n".repeat(19_000),
    ];
    for (const text of hard) dumpIn([`${text}\n${text}\n${text}`]);
    expect(dumpIn(hard)).toBeNull();
  });
});

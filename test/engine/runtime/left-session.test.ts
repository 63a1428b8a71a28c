/** What is left of a session whose watcher is dead. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { leftSession } from "../../../engine/runtime/left-session.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "hq sessão "));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const RECORD = `{"type":"session.usage_record","data":{"usage":{"inputTokens":7,"outputTokens":2}}}\n`;
const long = `{"type":"tool.execution_complete","data":{"result":"${"ã".repeat(2_000_000)}"}}\n`;

const write = (text: string) => {
  const folder = path.join(home, "session-state", "s-1");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "events.jsonl"), text);
};

it("is nothing where the client never wrote", async () => {
  expect((await leftSession(home, "s-1")).kind).toBe("none");
  write("");
  expect((await leftSession(home, "s-1")).kind).toBe("none");
});

it.each([
  ["whole", RECORD, 1],
  ["whole", `${RECORD}${RECORD}`, 2],
  ["whole", `${RECORD}${long}`, 1],
  ["torn", `${RECORD}${RECORD.slice(0, 40)}`, 1],
  // Whole but for its line break: nobody knows whether the client would go on in the same line.
  ["torn", `${RECORD}${RECORD.trimEnd()}`, 2],
  ["torn", `${RECORD}\u0000\u0000\u0000\n`, 1],
  ["torn", `${RECORD}\n`, 1],
])("is %s by its last line, with what it used (%#)", async (kind, text, calls) => {
  write(text);
  const usage = { calls, inputTokens: 7 * calls, outputTokens: 2 * calls };
  expect(await leftSession(home, "s-1")).toMatchObject({ kind, usage });
});

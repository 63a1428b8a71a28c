import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOG_FILE, openLog } from "../../engine/log.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hq diário "));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const now = () => new Date("2026-11-20T08:30:00.000Z");
const file = () => path.join(root, LOG_FILE);
const lines = () =>
  readFileSync(file(), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("the engine's log", () => {
  it("has a line of JSON for each thing, for its owner only", async () => {
    const log = openLog({ root, now });
    log.write("warn", "in trouble", { why: "The disk is full." });
    log.report({
      lines: [
        { job: "prompt:standup", dueAt: "2026-11-20T08:30:00.000Z", outcome: "failed", why: "x" },
      ],
      ...{ runs: [], clockSetBack: 7 },
    });
    await log.close();
    expect(lines()).toMatchObject([
      {
        level: "warn",
        time: "2026-11-20T08:30:00.000Z",
        msg: "in trouble",
        why: "The disk is full.",
      },
      { level: "warn", msg: "due time failed", job: "prompt:standup" },
      { level: "warn", msg: "clock set back", minutes: 7 },
    ]);
    expect(statSync(file()).mode & 0o077).toBe(0);
  });

  it("holds secrets back, in texts and in fields, and cuts what is long", async () => {
    const key = `ghp_${"a1B2".repeat(9)}`;
    const log = openLog({ root, now });
    log.write("error", "client not started", {
      why: `401 for ${key}`,
      token: "short",
      long: "x".repeat(9_000),
    });
    await log.close();
    const text = readFileSync(file(), "utf8");
    expect(text).not.toContain(key);
    expect(text).not.toContain("short");
    expect(text.length).toBeLessThan(2_000);
  });

  it("that cannot be written costs nobody the work", async () => {
    writeFileSync(path.join(root, ".hq"), "no folder");
    const log = openLog({ root, now });
    log.write("info", "client starts");
    await log.close();
    expect(readFileSync(path.join(root, ".hq"), "utf8")).toBe("no folder");
  });

  it("is begun anew when it has grown, and the one before is kept", async () => {
    for (let turn = 0; turn < 3; turn++) {
      const log = openLog({ root, now, fileBytes: 50 });
      log.write("info", `turn ${turn}`);
      await log.close();
    }
    expect(lines()).toMatchObject([{ msg: "turn 2" }]);
    expect(existsSync(file().replace(".jsonl", ".1.jsonl"))).toBe(true);
  });
});

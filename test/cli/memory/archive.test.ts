// What retention archived goes into git when the founder says so, comes back in a fresh clone, and is
// reached by a redaction.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { runHq } from "../run-hq.ts";
import { commit, git } from "./git-machines.ts";

const FILE = "memory.archive.jsonl";
let base: string;
let root: string;

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), "hq archive "));
  root = path.join(base, "company");
  mkdirSync(path.join(root, ".github"), { recursive: true });
  writeFileSync(path.join(root, ".github", "copilot-instructions.md"), "# Company\n");
  git(root, "init", "-q", "-b", "main");
  git(root, "config", "user.name", "Ana");
  git(root, "config", "user.email", "ana@mare.example");
});
afterEach(() => rmSync(base, { recursive: true, force: true, maxRetries: 10 }));

async function onMemory<T>(
  clone: string,
  at: string,
  work: (store: MemoryStore) => Promise<T>,
): Promise<T> {
  const filePath = path.join(clone, "memory.jsonl");
  const store = await openMemoryStore({ filePath, now: () => new Date(at), agent: "coo" });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const POLICY = {
  freshFor: [],
  writers: [],
  retention: [{ entityType: "standup", keep: { kind: "days" as const, days: 7 } }],
  timeZone: "UTC",
};

/** One standup that left for the archive, and one note that it knew. */
async function archiveOne(): Promise<void> {
  await onMemory(root, "2026-11-01T08:00:00Z", async (store) => {
    await store.createEntities([
      {
        name: "trend:a",
        entityType: "standup",
        observations: ["Promised Ana a refund of 40 euros"],
      },
      { name: "note:b", entityType: "note", observations: [] },
    ]);
    await store.createRelations([{ from: "trend:a", to: "note:b", relationType: "mentions" }]);
  });
  commit(root, "memory");
  await onMemory(root, "2026-11-20T08:00:00Z", async (store) => {
    expect(await store.upkeep.prune(POLICY)).toHaveLength(1);
  });
}

const hq = (clone: string, ...args: string[]) => runHq(["memory", ...args, "--root", clone]);

it("says that the archive is outside git, and commits that file alone when told to", async () => {
  await archiveOne();
  expect((await hq(root, "status")).stdout).toContain("1 archived entity is outside git");
  expect((await hq(root, "archive")).stdout).toContain("hq memory archive --commit");
  commit(root, "after retention");
  writeFileSync(path.join(root, "own.md"), "not to be committed\n");
  git(root, "add", "own.md");
  const said = await hq(root, "archive", "--commit");
  expect([said.code, said.stdout]).toEqual([0, expect.stringContaining("It is committed")]);
  expect(git(root, "show", "--name-only", "--format=").trim()).toBe(FILE);
  expect(git(root, "status", "--porcelain")).toBe("A  own.md\n");
  expect((await hq(root, "status")).stdout).not.toContain("outside git");
  expect((await hq(root, "archive", "--commit")).stdout).toContain("git has it so already");
});

it("gives a fresh clone the archive back, and what was restored does not stand there twice", async () => {
  await archiveOne();
  await hq(root, "archive", "--commit");
  commit(root, "after retention");
  const clone = path.join(base, "clone");
  git(base, "clone", "-q", root, clone);
  expect((await hq(clone, "restore", "--list")).stdout).toContain("trend:a, since 2026-11-20");
  expect((await hq(clone, "restore", "trend:a")).code).toBe(0);
  const graph = await onMemory(clone, "2026-11-21T08:00:00Z", (store) => store.readGraph());
  expect(graph.entities.map(({ name }) => name).sort()).toEqual(["note:b", "trend:a"]);
  expect(graph.relations).toHaveLength(1);
  expect((await hq(clone, "restore", "--list")).stdout).toContain("The archive is empty");
});

it("holds nothing of a redacted text, and a clone's old file does not bring it back", async () => {
  await archiveOne();
  await hq(root, "archive", "--commit");
  const old = readFileSync(path.join(root, FILE), "utf8");
  expect(old).toContain("refund of 40 euros");
  const { stdout } = await hq(root, "redact", "refund of 40 euros");
  expect(stdout).toContain("What the memory archived");
  expect(readFileSync(path.join(root, FILE), "utf8")).not.toContain("refund");
  writeFileSync(path.join(root, FILE), `<<<<<<< HEAD\n${old}=======\n>>>>>>> other\n`);
  await hq(root, "archive", "--commit");
  expect(readFileSync(path.join(root, FILE), "utf8")).not.toContain("refund");
});

it("leaves the file for a person where git does not commit", async () => {
  await archiveOne();
  rmSync(path.join(root, ".git"), { recursive: true });
  const { code, stdout } = await hq(root, "archive", "--commit");
  expect(code).toBe(1);
  expect(stdout).toContain("Commit the file by hand");
  expect(readFileSync(path.join(root, FILE), "utf8")).toContain("trend:a");
});

import { expect, it } from "vitest";
import { refuseWrite } from "../../../mcp-memory/store/session.ts";
import { openDatabase, prepareForWriting } from "../../../mcp-memory/store/sqlite.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();

it("waits for the disk at each commit, in WAL mode", () => {
  const db = openDatabase(bench.at("graph.db"));
  db.exec("PRAGMA synchronous = OFF");
  prepareForWriting(db);
  expect(db.row("PRAGMA journal_mode")).toEqual(["wal"]);
  expect(db.row("PRAGMA synchronous")).toEqual([2]);
  db.close();
});

it.each([
  ["a full disk", { code: "ENOSPC" }, "disk-full", "Make room"],
  ["a disk too full for the shared index", { errcode: 4874 }, "disk-full", "Make room"],
  ["a folder of somebody else", { code: "EACCES" }, "read-only", "the right to write"],
])("says of a memory that was opened on %s what helps", (_, found, code, hint) => {
  const error = refuseWrite("memory.jsonl", Object.assign(new Error("no"), found));
  expect(error).toMatchObject({ code, hint: expect.stringContaining(hint) });
});

import { expect, it } from "vitest";
import { refuseWrite } from "../../../../mcp-memory/store/database/session.ts";
import { openDatabase, prepareForWriting } from "../../../../mcp-memory/store/database/sqlite.ts";
import { workbench } from "../../workbench.ts";

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
  { place: "a full disk", found: { code: "ENOSPC" }, code: "disk-full", hint: "Make room" },
  {
    place: "a disk too full for the shared index",
    found: { errcode: 4874 },
    code: "disk-full",
    hint: "Make room",
  },
  {
    place: "a folder of somebody else",
    found: { code: "EACCES" },
    code: "read-only",
    hint: "the right to write",
  },
])("says of a memory that was opened on $place what helps", ({ found, code, hint }) => {
  const error = refuseWrite("memory.jsonl", Object.assign(new Error("no"), found));
  expect(error).toMatchObject({ code, hint: expect.stringContaining(hint) });
});

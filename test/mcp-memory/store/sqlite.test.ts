import { expect, it } from "vitest";
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

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { commitsWith } from "../../files/git-holds.ts";
import { commit, git } from "../cli/memory/git-machines.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hq holds "));
  git(root, "init", "-q", "-b", "main");
});
afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 10 }));

it("tells commits that are on a branch from those that only the reflog has", async () => {
  writeFileSync(path.join(root, "a"), "nothing\n");
  commit(root, "first");
  writeFileSync(path.join(root, "a"), "the word gannet\n");
  commit(root, "with the word");
  writeFileSync(path.join(root, "a"), "the word petrel\n");
  git(root, "commit", "-qam", "amended", "--amend");
  const subjects = (of: { subject: string }[]) => of.map(({ subject }) => subject);
  const gone = await commitsWith(root, "gannet");
  expect([subjects(gone.commits), subjects(gone.forgotten)]).toEqual([[], ["with the word"]]);
  const there = await commitsWith(root, "petrel");
  expect([subjects(there.commits), subjects(there.forgotten)]).toEqual([["amended"], []]);
});

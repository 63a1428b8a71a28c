import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acceptProposal } from "../../../office/accept-proposal.ts";
import { listProposals, reportProposals, showProposal } from "../../../office/list-proposals.ts";
import { withMemory } from "../../../office/records/with-memory.ts";
import { rejectProposal } from "../../../office/reject-proposal.ts";
import { revertProposal } from "../../../office/revert-proposal.ts";
import { type GitCompany, gitCompany, LESSON, MORE, SKILL } from "./company.ts";

let company: GitCompany;
beforeEach(async () => {
  company = await gitCompany();
});
afterEach(() => company.remove());

const linesOf = (name: string) =>
  withMemory(company.sources, async (store) => {
    const { entities } = await store.openNodes([name]);
    return entities[0]?.observations ?? [];
  });
/** Without the memory's own files, which follow what is remembered. */
const tree = () =>
  company
    .git("ls-tree", "-r", "HEAD")
    .split("\n")
    .filter((line) => !line.includes("memory."));

describe("the founder's decision on a proposal", () => {
  it("accepted is a commit with what is behind it, and the lessons say so", async () => {
    const before = company.read(SKILL);
    const id = await company.propose({ record: { suggests: "| Topic | THESIS | |" } });
    expect(await listProposals(company.sources)).toMatchObject([{ state: "open", record: { id } }]);
    expect(await showProposal(company.sources, id)).toMatchObject({ refusals: [], steps: [] });
    expect(company.read(SKILL)).toBe(before);

    const done = await acceptProposal(company.sources, id);

    expect(done).toMatchObject({ id, branch: "main", suggests: "| Topic | THESIS | |" });
    expect(company.read(SKILL)).toBe(before + MORE);
    const message = company.git("log", "-1", "--format=%B");
    expect(message).toContain(`Improves: ${id}`);
    expect(message).toContain(`Lesson: ${LESSON}`);
    expect(message).toMatch(/^Eval-Before: \d+\/\d+\nEval-After: \d+\/\d+$/m);
    expect(
      company
        .git("status", "--porcelain")
        .split("\n")
        .filter((line) => !/memory/.test(line)),
    ).toEqual([""]);
    expect(company.git("branch", "--list", "hq/*")).toBe("");
    expect(await linesOf(LESSON)).toContain(`Improved: 2026-11-20 ${SKILL} (${id})`);
    expect(await listProposals(company.sources)).toMatchObject([{ state: "accepted" }]);
    expect(await reportProposals(company.sources)).toMatchObject([{ id, after: 0, isOver: false }]);
  });

  it("taken back restores every byte and opens the pattern again", async () => {
    const before = tree();
    const id = await company.propose();
    await acceptProposal(company.sources, id);
    expect(tree()).not.toEqual(before);
    await revertProposal(company.sources, id);
    expect(tree()).toEqual(before);
    expect((await linesOf(LESSON)).at(-1)).toBe(`Reverted: 2026-11-20 ${SKILL} (${id})`);
    expect(await listProposals(company.sources)).toMatchObject([{ state: "reverted" }]);
    await expect(revertProposal(company.sources, id)).rejects.toMatchObject({
      code: "wrong-state",
    });
  });

  it("is taken back although other lines of the page changed since", async () => {
    const id = await company.propose();
    await acceptProposal(company.sources, id);
    company.write(SKILL, company.read(SKILL).replace("# Draft a post", "# Draft one post"));
    company.git("commit", "-qam", "title");
    await revertProposal(company.sources, id);
    expect(company.read(SKILL)).toContain("# Draft one post");
    expect(company.read(SKILL)).not.toContain("A price comes from");
  });

  it("says what holds git up, and goes on when it is gone", async () => {
    const before = tree();
    const id = await company.propose();
    const lock = path.join(company.root, ".git", "index.lock");
    writeFileSync(lock, "");
    const hint = /remove \.git\/index\.lock and say it again/;
    await expect(acceptProposal(company.sources, id)).rejects.toMatchObject({
      ...{ code: "wrong-state", hint: expect.stringMatching(hint) },
    });
    expect(tree()).toEqual(before);
    expect(company.git("for-each-ref", "refs/hq/improve/under-way")).toBe("");
    rmSync(lock);
    expect(await acceptProposal(company.sources, id)).toMatchObject({ id });
  });

  it("puts back what a git that died in the midst of its work has left", async () => {
    const before = company.read(SKILL);
    const id = await company.propose();
    // As far as it gets: the mark, the file of the proposal, and git's own lock.
    const commit = company.git("rev-parse", `hq/improve/${id}`).trim();
    company.git("update-ref", `refs/hq/improve/under-way/accept/${id}`, commit);
    company.write(SKILL, company.git("show", `${commit}:${SKILL}`));
    const lock = path.join(company.root, ".git", "index.lock");
    writeFileSync(lock, "");
    await expect(listProposals(company.sources)).rejects.toMatchObject({
      hint: expect.stringContaining("remove .git/index.lock"),
    });
    rmSync(lock);
    expect(await listProposals(company.sources)).toMatchObject([{ state: "open" }]);
    expect(company.read(SKILL)).toBe(before);
    expect(company.git("for-each-ref", "refs/hq/improve/under-way")).toBe("");
  });

  it("refused keeps the reason as a lesson, and the files as they were", async () => {
    const id = await company.propose();
    const { lesson } = await rejectProposal(company.sources, {
      id,
      why: "Prices stand on the site.",
    });
    expect((await linesOf(lesson)).join("\n")).toContain("Prices stand on the site.");
    expect(await listProposals(company.sources)).toMatchObject([
      { state: "rejected", record: { id } },
    ]);
    await expect(acceptProposal(company.sources, id)).rejects.toMatchObject({
      code: "wrong-state",
    });
    expect(company.git("log", "--format=%s")).toBe("company\n");
    const again = await company.propose();
    expect(again).toBe(`${id}-2`);
  });

  it("is not taken with changed files, without a branch, or in the midst of a merge", async () => {
    const id = await company.propose();
    company.write("BOARD.md", `${company.read("BOARD.md")}\n`);
    await expect(acceptProposal(company.sources, id)).rejects.toThrow(/BOARD\.md is changed/);
    company.git("checkout", "-q", "BOARD.md");
    company.git("checkout", "-q", "--detach");
    await expect(acceptProposal(company.sources, id)).rejects.toThrow(/no branch is checked out/);
    company.git("checkout", "-q", "main");
    company.git("update-ref", "MERGE_HEAD", "HEAD");
    await expect(acceptProposal(company.sources, id)).rejects.toThrow(/a merge/);
    company.git("update-ref", "-d", "MERGE_HEAD");
    await acceptProposal(company.sources, id);
  });

  it("is not taken when it oversteps, lowers a check, or meets the same lines", async () => {
    const marketing = ".github/agents/marketing.agent.md";
    const text = company.read(marketing);
    const wide = await company.propose({
      file: marketing,
      text: text.replace("tools: [", "tools: ['execute', "),
      record: { pattern: "Wide" },
    });
    await expect(acceptProposal(company.sources, wide)).rejects.toThrow(/widens-rights/);
    const formless = await company.propose({
      file: marketing,
      text: text.replaceAll(/```markdown\n[\s\S]*?```\n/g, ""),
      record: { pattern: "Formless" },
    });
    await expect(acceptProposal(company.sources, formless)).rejects.toThrow(
      /Output|would not be said/,
    );
    const late = await company.propose({ record: { pattern: "Late" } });
    company.write(SKILL, `${company.read(SKILL)}\nAnother end.\n`);
    company.git("commit", "-qam", "end");
    await expect(acceptProposal(company.sources, late)).rejects.toMatchObject({ code: "conflict" });
  });

  it("tidies the memory by operations, and puts everything back", async () => {
    await withMemory(company.sources, async (store) => {
      await store.createEntities([
        {
          name: "client:farol",
          entityType: "client",
          observations: ["Plan: yearly", "plan: Yearly"],
        },
      ]);
    });
    const before = await linesOf("client:farol");
    const operations = [
      { op: "drop-line" as const, entity: "client:farol", text: "plan: Yearly" },
      { op: "drop-line" as const, entity: LESSON, text: "Category: process" },
    ];
    const bad = await company.propose({ record: { pattern: "Bad", operations } });
    await expect(acceptProposal(company.sources, bad)).rejects.toThrow(/lesson are not removed/);
    expect(await linesOf("client:farol")).toEqual(before);
    const good = await company.propose({
      record: { pattern: "Good", operations: operations.slice(0, 1) },
    });
    await acceptProposal(company.sources, good);
    expect(await linesOf("client:farol")).toEqual(["Plan: yearly"]);
    await revertProposal(company.sources, good);
    expect(await linesOf("client:farol")).toEqual(before);
  });
});

/** What the Improver proposes in a chat: the same limits and the same end as a pass of its own. */
import { cpSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import { acceptProposal } from "../../../office/accept-proposal.ts";
import { findProposals } from "../../../office/proposals/find-proposals.ts";
import { type Git, keepInGit } from "../../run/keep-in-git.ts";
import { type Counter, openCounter } from "../counter.ts";

const KIT = path.join(import.meta.dirname, "../../..");
const SKILL = ".github/skills/draft-post/SKILL.md";
const LESSON = "lesson:2026-10-02:old-customer-count";
const TITLE = "# Draft a post";
const LINE = `${TITLE}\n\nA price comes from its \`metric:\` entity, with its date.`;
const CHANGE = {
  ...{ by: "improver", lessons: [LESSON] },
  ...{ effect: "Posts take prices from memory.", check: "No lesson of an old price in 30 days." },
};
const EDIT = { path: SKILL, find: TITLE, replace: LINE };

let counter: Counter;
let git: Git;
beforeEach(async () => {
  counter = await openCounter();
  for (const part of [".github", "AGENTS.md"]) {
    cpSync(path.join(KIT, part), path.join(counter.root, part), { recursive: true, force: false });
  }
  writeFileSync(path.join(counter.root, ".gitignore"), ".hq/\n.memory/\n");
  git = keepInGit(counter.root);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await counter.close();
});

const propose = (more: object) => counter.call("propose_change", { ...CHANGE, ...more });
const sources = () => ({ root: counter.root, now: () => counter.clock.now });

describe("propose_change", () => {
  it("keeps a proposal for the founder and changes no file", async () => {
    const before = await counter.read(SKILL);
    const said = await propose({ edits: [EDIT] });
    expect(said.isError, said.text).toBe(false);
    const id = String(said.value.id);
    expect(said.value).toMatchObject({ state: "proposed", refusals: [] });
    expect(await counter.read(SKILL)).toBe(before);
    expect(git("status", "--porcelain", ".github").trim()).toBe("");
    expect(git("diff", "--name-only", `main...hq/improve/${id}`).trim()).toBe(SKILL);
    const { value } = await counter.call("list_patterns", {});
    expect(value.proposals).toMatchObject([{ id, state: "open", lessons: [LESSON] }]);

    // Said a second time it is the same one.
    expect((await propose({ edits: [EDIT] })).value.id).toBe(id);
    expect(await findProposals(counter.root)).toHaveLength(1);

    await acceptProposal(sources(), id);
    expect(await counter.read(SKILL)).toBe(before.replace(TITLE, LINE));
  });

  it("takes several passages of a page, and a page that is new", async () => {
    const path = ".github/skills/price-check/SKILL.md";
    const page =
      "---\nname: price-check\ndescription: Checks a price. Use before a price is published.\n---\n# Price check\n\n1. `recall` for the `metric:` entity.\n";
    const said = await propose({
      edits: [
        EDIT,
        { path: SKILL, find: "A price comes from", replace: "Each price comes from" },
        { path, find: "", replace: page },
      ],
    });
    expect(said.value, said.text).toMatchObject({ state: "proposed" });
    const id = String(said.value.id);
    expect(git("show", `hq/improve/${id}:${path}`)).toBe(page);
    expect(git("show", `hq/improve/${id}:${SKILL}`)).toContain("Each price comes from its");
    expect((await findProposals(counter.root))[0]?.record.kind).toBe("new-skill");
  });

  it("refuses what oversteps, and keeps it to be looked at", async () => {
    const agent = ".github/agents/marketing.agent.md";
    const said = await propose({
      edits: [{ path: agent, find: "tools: [", replace: "tools: ['execute', " }],
    });
    expect(said.value, said.text).toMatchObject({ state: "refused" });
    expect(said.value.refusals).toMatchObject([expect.stringContaining("widens")]);
    const [kept] = await findProposals(counter.root);
    expect(kept).toMatchObject({ state: "refused" });
    await expect(acceptProposal(sources(), kept?.record.id ?? "")).rejects.toThrow(/is refused/);
    const board = await propose({ edits: [{ path: "BOARD.md", find: "# ", replace: "# X" }] });
    expect(board.text).toMatch(/stands there \d+ times|protected-file/);
  });

  it.each([
    [{ edits: [{ ...EDIT, find: "No such line." }] }, /"No such line\." does not stand there/],
    [{ edits: [{ ...EDIT, find: "e" }] }, /stands there \d+ times, expected more of the text/],
    [{ edits: [{ ...EDIT, find: "" }] }, /the page is there already/],
    [{ edits: [{ ...EDIT, path: "../x.md", find: "" }] }, /no path of a page/],
    [{ edits: [{ ...EDIT, path: ".git/config", find: "" }] }, /no path of a page/],
    [{ edits: [{ ...EDIT, path: "docs/none.md" }] }, /there is no such page/],
    [{ edits: [{ ...EDIT, replace: TITLE }] }, /changes nothing/],
    [{ lessons: ["lesson:none"], edits: [EDIT] }, /memory holds no lesson lesson:none/],
    [{ lessons: [], edits: [EDIT] }, /no lesson is named/],
    [{ effect: " ", edits: [EDIT] }, /effect is empty/],
    [{ by: "marketing", edits: [EDIT] }, /expected improver, who alone/],
    [
      { operations: [{ op: "drop-line", entity: "x" }] },
      /drop-line has entity, expected exactly entity and text/,
    ],
  ])("says what does not fit: %j", async (more, words) => {
    const said = await propose(more);
    expect(said.isError, said.text).toBe(true);
    expect(said.text).toMatch(words);
    expect(await findProposals(counter.root)).toEqual([]);
    expect(git("branch", "--list", "hq/*")).toBe("");
  });

  it("has operations of the memory tried out, and carried out at the founder's yes only", async () => {
    const other = "lesson:2026-09-09:other";
    const observations = ["Agent: cto", "Category: process", "Summary: Another one"];
    const store = await openMemoryStore({
      filePath: path.join(counter.root, "memory.jsonl"),
      now: () => counter.clock.now,
    });
    await store.createEntities([
      { name: other, entityType: "lesson", observations },
      { name: "note:ports", entityType: "note", observations: ["Ports: 14", "Ports: 14 "] },
    ]);
    await store.close();
    const merged = [{ op: "merge-entities", keep: LESSON, drop: other }];
    const refused = await propose({ operations: merged });
    expect(refused.value, refused.text).toMatchObject({ state: "refused" });
    const operations = [{ op: "drop-line", entity: "note:ports", text: "Ports: 14 " }];
    const { value, text } = await propose({ operations });
    expect(value, text).toMatchObject({ state: "proposed" });
    expect(await counter.remembered("note:ports")).toHaveLength(2);
    await acceptProposal(sources(), String(value.id));
    expect(await counter.remembered("note:ports")).toEqual(["Ports: 14"]);
  });

  it("needs nobody's name for a proposal; the founder's yes does", async () => {
    // As on a machine where nobody has told git who they are.
    for (const name of ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "EMAIL"])
      vi.stubEnv(name, undefined);
    for (const name of ["GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"]) vi.stubEnv(name, undefined);
    vi.stubEnv("GIT_CONFIG_GLOBAL", devNull);
    vi.stubEnv("GIT_CONFIG_NOSYSTEM", "1");
    git("config", "--unset", "user.name");
    git("config", "--unset", "user.email");
    git("config", "user.useConfigOnly", "true");
    const said = await propose({ edits: [EDIT] });
    expect(said.value, said.text).toMatchObject({ state: "proposed" });
    expect(git("log", "-1", "--format=%an", `hq/improve/${String(said.value.id)}`).trim()).toBe(
      "hq",
    );
    await expect(acceptProposal(sources(), String(said.value.id))).rejects.toMatchObject({
      code: "wrong-state",
      hint: expect.stringContaining("git config user.name"),
    });
    expect(await counter.read(SKILL)).not.toContain(LINE);
  });

  it("says so without a repository", async () => {
    const bare = await openCounter();
    try {
      const said = await bare.call("propose_change", { ...CHANGE, suggests: "| x | cfo |" });
      expect(said.text).toMatch(/no git repository/);
      const { value } = await bare.call("list_patterns", {});
      expect(value).toMatchObject({ proposals: [] });
      expect(value.patterns).not.toEqual([]);
    } finally {
      await bare.close();
    }
  });
});

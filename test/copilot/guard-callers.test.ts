/** What the guard knows of who calls in the real client: helpers, resumed sessions, worktrees. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Asked, Reply, ToolCall } from "../../office/evals/conversation.ts";
import { failedCalls, type Office, openInstalledOffice, openOffice } from "./office.ts";
import { handTo, isPrompted } from "./script.ts";

let office: Office;
afterEach(() => office?.close());

const shell = (command: string): ToolCall => ({
  name: "bash",
  args: { command, description: "work" },
});
const create = (file: string): ToolCall => ({
  name: "create",
  args: { path: path.join(office.root, file), file_text: "x\n" },
});
const AT_WORK = "HELPER-AT-WORK";
const IN_BETWEEN = "DEPARTMENT-IN-BETWEEN";

/** The main agent starts a helper, on request through a department, and the helper does the calls. */
const byHelper =
  (calls: ToolCall[], through?: string) =>
  (turn: Asked): Reply => {
    if (turn.results.length > 0) return "done";
    if (isPrompted(turn, AT_WORK)) return calls;
    const isFirst = through !== undefined && !isPrompted(turn, IN_BETWEEN);
    return [isFirst ? handTo(through, IN_BETWEEN) : handTo("general-purpose", AT_WORK)];
  };
const said = (asked: Asked[]) =>
  asked
    .filter((turn) => isPrompted(turn, AT_WORK))
    .flatMap((turn) => turn.results)
    .join("\n");
const asAgent = (...args: string[]) => [...args, "-p", "x", "--allow-all-tools"];

describe("a helper of Copilot CLI", () => {
  it("has a shell, an editor and the board, and in a clone uses none of them", async () => {
    office = await openOffice();
    const before = office.read("BOARD.md");
    const remembered = { entities: [{ name: "x", entityType: "note", observations: ["y"] }] };
    const { asked } = await office.run(
      asAgent("--agent", "lawyer"),
      byHelper([
        shell("echo x > note.txt"),
        create("Marketing/x.md"),
        {
          name: "company-board_update",
          args: { action: "done", id: "T-001", by: "coo" },
        },
        { name: "memory-create_entities", args: remembered },
        { name: "view", args: { path: path.join(office.root, "BOARD.md") } },
        { name: "company-board_list", args: {} },
      ]),
    );
    const helper = asked.find((turn) => isPrompted(turn, AT_WORK));
    expect(helper?.tools).toEqual(
      expect.arrayContaining(["bash", "create", "company-board_update"]),
    );
    expect(said(asked).match(/only reads/g), said(asked)).toHaveLength(4);
    expect(said(asked)).toContain("T-0");
    expect(office.read("BOARD.md")).toBe(before);
    for (const file of ["note.txt", "Marketing/x.md"])
      expect(existsSync(path.join(office.root, file)), file).toBe(false);
  });

  it("is free beside a product when the founder's own agent starts it, and not a department", async () => {
    office = await openInstalledOffice();
    const own = await office.run(asAgent(), byHelper([shell("echo HELPED"), create("notes.md")]));
    expect(said(own.asked)).toContain("HELPED");
    expect(office.read("notes.md")).toBe("x\n");
    const chosen = await office.run(
      asAgent("--agent", "lawyer"),
      byHelper([shell("echo HELPED"), create("more.md")]),
    );
    expect(said(chosen.asked).match(/only reads/g), said(chosen.asked)).toHaveLength(2);
    const gap = { name: "company-report_gap", args: { from: "lawyer", what: "x", evidence: "y" } };
    const called = await office.run(asAgent(), byHelper([gap], "lawyer"));
    expect(said(called.asked)).toContain("only reads");
  });
});

describe("a session of a department that is resumed", () => {
  it("is told that it is none any more, and nothing when the department is chosen again", async () => {
    office = await openOffice();
    await office.run(asAgent("--agent", "lawyer"), () => "done");
    const sessions = path.join(office.root, "..", "copilot-home", "session-state");
    const id = readdirSync(sessions).find((name) => /^[0-9a-f-]{36}$/.test(name)) ?? "";
    const words = (asked: Asked[]) => JSON.stringify(asked.at(-1)?.messages);
    const again = await office.run(asAgent(`--resume=${id}`, "--agent", "lawyer"), () => "done");
    expect(words(again.asked)).not.toContain("was resumed without it");
    const alone = await office.run(asAgent(`--resume=${id}`), () => "done");
    expect(words(alone.asked)).toContain("resume it with --agent lawyer");
  });
});

describe("a git worktree", () => {
  it("has the servers and the memory of the main checkout, which its guard keeps", async () => {
    office = await openOffice();
    const worktree = path.join(office.root, "..", "beside");
    execFileSync("git", ["worktree", "add", "-q", "-b", "beside", worktree], { cwd: office.root });
    const main = path.join(office.root, ".github", "copilot-instructions.md");
    const before = office.read(".github/copilot-instructions.md");
    const remembered = {
      name: "note:worktree",
      entityType: "note",
      observations: ["From beside."],
    };
    const run = await office.run(
      ["-C", worktree, ...asAgent(), "--allow-all-paths"],
      ({ results }) =>
        results.length > 0
          ? "done"
          : [
              { name: "memory-create_entities", args: { entities: [remembered] } },
              { name: "company-board_list", args: {} },
              { name: "edit", args: { path: main, old_str: "# Constitution", new_str: "# Hints" } },
              shell(`echo x >> ${main}`),
            ],
    );
    expect(failedCalls(run)).toHaveLength(2);
    const answers = run.asked.at(-1)?.results.join("\n") ?? "";
    expect(answers).toContain("other checkout");
    expect(office.read(".github/copilot-instructions.md")).toBe(before);
    const there = await office.run(asAgent(), ({ results }) =>
      results.length > 0
        ? "done"
        : [{ name: "memory-open_nodes", args: { names: ["note:worktree"] } }],
    );
    expect(there.asked.at(-1)?.results.join("\n")).toContain("From beside.");
  });
});

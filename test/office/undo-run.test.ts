/** What a run changed is known, and can be taken back: all of it, or nothing. */
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { showRun } from "../../office/list-runs.ts";
import { withMemory } from "../../office/records/with-memory.ts";
import { settleLostRuns } from "../../office/runs/lost-runs.ts";
import { beginReflection, FILES_KEPT } from "../../office/runs/reflect.ts";
import type { RunEvent } from "../../office/runs/runtime.ts";
import { undoRun } from "../../office/undo-run.ts";
import { type ScriptedCompany, type ScriptedRun, scriptedCompany } from "./scripted-runs.ts";

const DRAFT = "Marketing/drafts/week-2026-W47.md";
const NEW = "Marketing/plano à vista.md";
const GONE = "Marketing/voice.md";

let company: ScriptedCompany;
beforeEach(async () => {
  company = await scriptedCompany({ inGit: true });
});
afterEach(() => company.close());

const file = (name: string) => path.join(company.root, name);
const text = (name: string) => readFileSync(file(name), "utf8");
const undo = (changes: { dryRun?: boolean; all?: boolean } = {}, run = "run-1") =>
  undoRun(
    { root: company.root, now: () => company.clock.now, lost: company.lost },
    { run, dryRun: false, all: false, ...changes },
  );
const remembered = () =>
  withMemory({ root: company.root, now: () => company.clock.now }, async (store) =>
    (await store.readGraph()).entities.map(({ name }) => name),
  );

function edit(run: ScriptedRun, name: string, body: string): void {
  writeFileSync(file(name), body);
  run.call("edit", { path: file(name), body });
}

/** As a server of the run would: in the run's session. */
const remember = (session: string | null, name: string, agent = "marketing") =>
  withMemory({ root: company.root, now: () => company.clock.now, agent }, async (store) => {
    await store.createEntities([{ name, entityType: "note", observations: ["x"] }]);
  }).then(() => session);

async function work(run: ScriptedRun): Promise<undefined> {
  edit(run, DRAFT, "# Other\n");
  edit(run, NEW, "new\n");
  rmSync(file(GONE));
  run.call("apply_patch", { patch: `*** Delete File: ${GONE}` });
  run.call("view", { path: "BOARD.md" });
  await remember(null, "note:a");
}

async function trace(id = "run-1") {
  return (await showRun({ root: company.root, lost: company.lost }, id)).trace;
}

/** The hq of a run that is at work is killed; what comes of the run is written down by the next. */
async function killedIn(work: (run: ScriptedRun) => void): Promise<void> {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const begun = Promise.withResolvers<void>();
  const running = company.run(async (run) => {
    work(run);
    begun.resolve();
    await over;
    return { state: "stopped", why: "x", usage: { calls: 0, inputTokens: 0, outputTokens: 0 } };
  });
  await begun.promise;
  // Its transcript is written one line after another.
  await expect
    .poll(() => readFileSync(file(".hq/runs/run-1/transcript.jsonl"), "utf8"), { timeout: 30_000 })
    .toContain("the last call");
  await settleLostRuns({ ...company.lost, ledger: company.ledger, isGone: () => true });
  end();
  await running;
}

/** As of the company's clock, which a file of today would be far from. */
function editAt(run: ScriptedRun, name: string, at: string): void {
  edit(run, name, `# ${name}\n`);
  utimesSync(file(name), new Date(at), new Date(at));
}

describe("a run whose hq was killed", () => {
  it("is taken back as any other, without what was changed after its last sign of life", async () => {
    const before = text(DRAFT);
    const voice = text(GONE);
    await killedIn((run) => {
      editAt(run, DRAFT, "2026-11-20T09:00:30Z");
      editAt(run, NEW, "2026-11-20T09:00:40Z");
      editAt(run, GONE, "2026-11-20T11:00:00Z");
      run.call("shell", { command: "echo the last call" });
    });
    expect(await trace()).toMatchObject({
      isKept: true,
      files: [
        { path: DRAFT, change: "changed", named: true },
        { path: NEW, change: "added", named: true },
        { path: GONE, change: "changed", named: false },
      ],
      tools: { calls: 4 },
    });
    expect(await undo()).toMatchObject({ kind: "undone", left: [{ path: GONE }] });
    expect([text(DRAFT), existsSync(file(NEW))]).toEqual([before, false]);
    expect(text(GONE)).not.toBe(voice);
  });
});

describe("the trace of a run", () => {
  it("has the files that its calls named, and those that changed meanwhile apart", async () => {
    const { problems } = await company.run(async (run) => {
      writeFileSync(file("BOARD.md"), `${text("BOARD.md")}\n`);
      return work(run);
    });
    expect(problems).toEqual([]);
    expect(await trace()).toMatchObject({
      files: [
        { path: "BOARD.md", change: "changed", named: false },
        { path: DRAFT, change: "changed", named: true },
        { path: NEW, change: "added", named: true },
        { path: GONE, change: "removed", named: true },
      ],
      fileCount: 4,
      snapshotNote: null,
      tools: { calls: 4, refused: 0, failed: 0 },
    });
    expect((await trace())?.memory).toHaveLength(1);
  });

  it("knows the board's own tool, and does not take what was changed before for the run's", async () => {
    writeFileSync(file(NEW), "the founder's\n");
    writeFileSync(file(GONE), "edited by the founder\n");
    await company.run(async (run) => {
      writeFileSync(file("BOARD.md"), `${text("BOARD.md")}\n`);
      run.call("company-board_update", { action: "done", id: "T-1" });
      return undefined;
    });
    expect((await trace())?.files).toEqual([{ path: "BOARD.md", change: "changed", named: true }]);
  });

  it("leaves index, branch and working tree of git as they were", async () => {
    writeFileSync(file(NEW), "staged\n");
    company.git("add", NEW);
    const before = [
      company.git("status", "--porcelain"),
      company.git("for-each-ref", "refs/heads"),
    ];
    await company.run(async () => undefined);
    expect([
      company.git("status", "--porcelain"),
      company.git("for-each-ref", "refs/heads"),
    ]).toEqual(before);
    expect((await trace())?.files).toEqual([]);
  });

  it("does not lay files of keys into git, nor large ones, and says so", async () => {
    await company.run(async (run) => {
      edit(run, ".env", "TOKEN=x\n");
      edit(run, "Marketing/film.md", "x".repeat(5_000_001));
      return undefined;
    });
    expect(await trace()).toMatchObject({
      files: [],
      snapshotNote: "Not kept, too large or a file of keys: .env, Marketing/film.md.",
    });
    expect(
      company.git("ls-tree", "-r", "--name-only", "refs/hq/runs/run-1/leg-1/after"),
    ).not.toMatch(/^(\.env|Marketing\/film\.md)$/m);
  });

  it("says why nothing was kept where there is no git, and costs the run nothing", async () => {
    rmSync(file(".git"), { recursive: true });
    const { run, problems } = await company.run(work);
    expect({ state: run.state, problems }).toEqual({ state: "done", problems: [] });
    expect(await trace()).toMatchObject({
      isKept: false,
      snapshotNote: "The company is in no git repository.",
    });
    await expect(undo()).rejects.toMatchObject({
      code: "wrong-state",
      message: expect.stringContaining("in no git repository") as string,
    });
  });
});

describe("taking a run back", () => {
  it("first says what would go, then brings files and memory back, byte by byte", async () => {
    const [draft, voice, known] = [text(DRAFT), text(GONE), await remembered()];
    await company.run(work);
    const dry = await undo({ dryRun: true });
    expect(dry).toMatchObject({ kind: "dry-run", left: [], note: null });
    expect(dry.files.map(({ path: name }) => name)).toEqual([DRAFT, NEW, GONE]);
    expect(text(DRAFT)).toBe("# Other\n");
    expect(await remembered()).toContain("note:a");
    expect(await undo()).toMatchObject({ kind: "undone", files: dry.files, memory: dry.memory });
    expect([text(DRAFT), text(GONE), existsSync(file(NEW))]).toEqual([draft, voice, false]);
    expect(await remembered()).toEqual(known);
    expect(text("memory.jsonl")).not.toContain("note:a");
    expect(company.git("status", "--porcelain", "BOARD.md", "Marketing")).toBe("");
    expect(company.git("show", `refs/hq/runs/run-1/undone:${NEW}`)).toBe("new\n");
    await expect(undo()).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("brings back what the founder had and had not committed", async () => {
    writeFileSync(file(DRAFT), "mine, not committed\n");
    writeFileSync(file(NEW), "mine, not tracked\n");
    await company.run(work);
    await undo();
    expect([text(DRAFT), text(NEW)]).toEqual(["mine, not committed\n", "mine, not tracked\n"]);
  });

  it("changes nothing when one file was changed since, and names it", async () => {
    await company.run(work);
    writeFileSync(file(NEW), "changed since\n");
    expect(await undo()).toMatchObject({ kind: "conflict", changedSince: [NEW], dependents: [] });
    expect([text(DRAFT), text(NEW)]).toEqual(["# Other\n", "changed since\n"]);
    expect(await remembered()).toContain("note:a");
  });

  it("removes nothing that stands where a file was, not even what git ignores", async () => {
    await company.run(work);
    mkdirSync(file(GONE));
    writeFileSync(file(`${GONE}/.DS_Store`), "kept");
    writeFileSync(file(".gitignore"), ".DS_Store\n");
    expect(await undo()).toMatchObject({ kind: "conflict", changedSince: [GONE] });
    expect(text(`${GONE}/.DS_Store`)).toBe("kept");
  });

  it("changes nothing when the memory was built upon since, and names the changes", async () => {
    await company.run(work);
    const at = { root: company.root, now: () => company.clock.now, agent: "cfo" };
    await withMemory(at, (store) => store.deleteEntities(["note:a"]));
    const outcome = await undo();
    expect(outcome).toMatchObject({ kind: "conflict", changedSince: [] });
    expect(outcome.kind === "conflict" && outcome.dependents).toHaveLength(1);
    expect(text(DRAFT)).toBe("# Other\n");
  });

  it("puts the files back as they were when the memory refuses after all", async () => {
    const draft = text(DRAFT);
    await company.run(work);
    const now = () => {
      // The files are taken back, the memory is not yet.
      if (text(DRAFT) === draft) throw new Error("the memory refuses");
      return company.clock.now;
    };
    const sources = { root: company.root, now, lost: company.lost };
    const wanted = { run: "run-1", dryRun: false, all: false };
    await expect(undoRun(sources, wanted)).rejects.toThrow("the memory refuses");
    expect([text(DRAFT), text(NEW), existsSync(file(GONE))]).toEqual(["# Other\n", "new\n", false]);
    expect(await undo()).toMatchObject({ kind: "undone" });
  });

  it("leaves alone what changed meanwhile and no call named, unless all is wanted", async () => {
    const board = text("BOARD.md");
    await company.run(async (run) => {
      writeFileSync(file("BOARD.md"), `${board}\n`);
      edit(run, DRAFT, "# Other\n");
      return undefined;
    });
    const dry = await undo({ dryRun: true });
    expect(dry.left.map(({ path: name }) => name)).toEqual(["BOARD.md"]);
    await undo({ all: true });
    expect(text("BOARD.md")).toBe(board);
  });

  it("of which nothing was its own can be taken back with all afterwards", async () => {
    const board = text("BOARD.md");
    await company.run(async () => {
      writeFileSync(file("BOARD.md"), `${board}\n`);
      return undefined;
    });
    expect(await undo()).toMatchObject({ kind: "undone", files: [] });
    await undo({ all: true });
    expect(text("BOARD.md")).toBe(board);
  });

  it("takes the memory of another department and of another time for no change of its own", async () => {
    await remember(null, "note:before");
    company.clock.now = new Date("2026-11-20T09:00:01.000Z");
    await company.run(async () => {
      await remember(null, "note:cfo", "cfo");
      return undefined;
    });
    company.clock.now = new Date("2026-11-20T09:00:02.000Z");
    await remember(null, "note:after");
    expect((await trace())?.memory).toEqual([]);
  });

  it("is refused when git has forgotten what the files were", async () => {
    await company.run(work);
    for (const ref of company
      .git("for-each-ref", "--format=%(refname)", "refs/hq")
      .trim()
      .split("\n")) {
      company.git("update-ref", "-d", ref);
    }
    company.git("gc", "--quiet", "--prune=now");
    await expect(undo()).rejects.toMatchObject({
      code: "wrong-state",
      message: expect.stringContaining("git has forgotten") as string,
    });
  });

  describe("that waited and went on", () => {
    /** Two legs of one run: the first writes the draft, the second too, and a file of its own. */
    async function twoLegs(between: () => void = () => undefined, seen = 2): Promise<string> {
      const { ledger, clock } = company;
      const lease = { holder: "h", leaseUntil: clock.now.toISOString() };
      const id = await ledger.write(({ runs }) =>
        runs.add({
          ...{ agent: "cfo", chain: ["cfo"], task: "x", due: null, session: "s", ...lease },
          startedAt: clock.now.toISOString(),
        }),
      );
      const usage = { calls: 0, inputTokens: 0, outputTokens: 0 };
      const at = clock.now.toISOString();
      const leg = async (work: (call: (name: string, body: string) => void) => void) => {
        const run = await ledger.read(({ runs }) => runs.find(id));
        if (run === null) throw new Error("it is there");
        const reflection = await beginReflection(
          { root: company.root, ledger, now: () => clock.now },
          run,
        );
        const { onEvent } = reflection.watching<{ onEvent?(event: RunEvent): void }>({});
        work((name, body) => {
          writeFileSync(file(name), body);
          onEvent?.({
            kind: "tool",
            call: name,
            tool: "edit",
            input: JSON.stringify({ path: name }),
          });
          onEvent?.({ kind: "tool-done", call: name, tool: "edit", ok: true, text: "" });
        });
        if (run.leg <= seen) await reflection.end(run);
      };
      await leg((edited) => edited(DRAFT, "one\n"));
      await ledger.write(({ runs }) => runs.wait(id, { leg: 1, at, for: "answers", usage }));
      between();
      await ledger.write(({ runs }) => runs.takeUp(id, { leg: 2, at, ...lease }));
      await leg((edited) => {
        edited(DRAFT, "two\n");
        edited(NEW, "new\n");
      });
      await ledger.write(({ runs }) =>
        runs.end(id, { state: "done", at, result: "x", why: null, usage, leg: 2 }),
      );
      return id;
    }

    it("takes back what all its legs changed, and not what others changed meanwhile", async () => {
      const draft = text(DRAFT);
      const id = await twoLegs(() => writeFileSync(file("BOARD.md"), "another's\n"));
      const outcome = await undo({}, id);
      expect(outcome).toMatchObject({ kind: "undone", left: [] });
      expect(outcome.files).toEqual([
        { path: DRAFT, change: "changed", named: true },
        { path: NEW, change: "added", named: true },
      ]);
      expect([text(DRAFT), existsSync(file(NEW)), text("BOARD.md")]).toEqual([
        ...[draft, false, "another's\n"],
      ]);
    });

    it("is refused when another changed its file between the legs", async () => {
      const id = await twoLegs(() => writeFileSync(file(DRAFT), "the founder's\n"));
      expect(await undo({}, id)).toMatchObject({ kind: "conflict", changedSince: [DRAFT] });
      expect(text(DRAFT)).toBe("two\n");
    });

    it("is refused when the end of one leg was not seen", async () => {
      const id = await twoLegs(undefined, 1);
      await expect(undo({}, id)).rejects.toMatchObject({
        message: expect.stringContaining("nobody saw the end") as string,
      });
    });
  });

  it("refuses a run whose end nobody saw, one at work, and one of too many files", async () => {
    await company.run(async () => {
      await expect(undo()).rejects.toMatchObject({
        message: expect.stringContaining("has not ended") as string,
      });
      return undefined;
    });
    await company.run(async (run) => {
      mkdirSync(file("Marketing/many"));
      for (let n = 0; n <= FILES_KEPT; n += 1) edit(run, `Marketing/many/${n}.md`, "x");
      return undefined;
    });
    await expect(undo({}, "2")).rejects.toMatchObject({
      message: expect.stringContaining(`it changed ${FILES_KEPT + 1} files`) as string,
    });
    // Before its snapshot was kept, its hq was killed.
    const lost = await company.ledger.write(({ runs }) =>
      runs.add({
        ...{ agent: "cfo", chain: ["cfo"], task: "x", due: null, session: "s", holder: "h" },
        ...{ startedAt: "2026-11-20T09:00:00.000Z", leaseUntil: "2026-11-20T09:01:00.000Z" },
      }),
    );
    const usage = { calls: 0, inputTokens: 0, outputTokens: 0 };
    await company.ledger.write(({ runs }) =>
      runs.end(lost, {
        state: "lost",
        at: "2026-11-20T09:02:00.000Z",
        result: null,
        why: "x",
        usage,
      }),
    );
    await expect(undo({}, lost)).rejects.toMatchObject({
      message: expect.stringContaining("nobody saw the end") as string,
    });
  });
});

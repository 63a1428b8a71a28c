import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

const BOARD = `# Board

## Now

- [ ] T-001 Answer the auditor · @accountant · due 2026-11-18 (was 2026-11-04)
- [ ] T-002 Write the week 48 post · @marketing · due 2026-11-24
  A note under the task.

## Next

## Blocked

## Done

- [x] T-003 Renew the domain · @cto · done 2026-11-12
`;

let company: Awaited<ReturnType<typeof copySample>>;
let board: string;

beforeEach(async () => {
  company = await copySample();
  board = path.join(company.root, "BOARD.md");
  await writeFile(board, BOARD);
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq([...argv, "--root", company.root]);

describe("hq board list", () => {
  it("shows open tasks by section with their misses", async () => {
    const { stdout, code } = await hq("board", "list");
    await expect(stdout).toMatchFileSnapshot("board-list.golden.txt");
    expect(code).toBe(0);
  });

  it("prints every field with --json", async () => {
    const { stdout } = await hq("board", "list", "--json", "--agent", "@accountant");
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      today: "2026-11-20",
      tasks: [{ id: "T-001", misses: 2, chronic: true, due: "2026-11-18", line: 5 }],
    });
  });

  it("does not let a task's title drive the terminal", async () => {
    await writeFile(board, BOARD.replace("Answer", "\u001b[2JAnswer"));
    expect((await hq("board", "list")).stdout).not.toContain("\u001b");
  });

  it("reports a line that it cannot understand with file and line", async () => {
    await writeFile(board, BOARD.replace("due 2026-11-24", "due 2026-02-30"));
    const { stderr, stdout } = await hq("board", "list");
    expect(stderr).toContain("BOARD.md:6");
    expect(stdout).toContain("T-001");
  });
});

describe("hq board list in a terminal", () => {
  it("breaks long tasks between words", async () => {
    const long = "Ask the customer for the order ".repeat(8).trim();
    await writeFile(board, BOARD.replace("Answer the auditor", long));
    const { stdout } = await hq("board", "list");
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(long);
  });
});

describe("changing the board", () => {
  it("adds a task with the next id", async () => {
    const { stdout } = await hq(
      "board",
      "add",
      "Call the bank",
      "--agent",
      "cfo",
      "--due",
      "2026-12-01",
    );
    expect(stdout).toBe("Added T-004 to Next.\n");
    expect(await readFile(board, "utf8")).toContain(
      "- [ ] T-004 Call the bank · @cfo · due 2026-12-01",
    );
  });

  it("keeps a passed due date as a miss when a new one is given", async () => {
    await writeFile(board, BOARD.replace(" (was 2026-11-04)", ""));
    await hq("board", "due", "T-001", "2026-11-27");
    expect(await readFile(board, "utf8")).toContain("due 2026-11-27 (was 2026-11-18)");
  });

  it("gives a task that was missed twice no later date without a root cause", async () => {
    const refused = await hq("board", "due", "T-001", "2026-11-27");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("root cause");
    expect(await readFile(board, "utf8")).toBe(BOARD);
    await hq("board", "due", "T-001", "2026-11-27", "--root-cause", "the auditor is away");
    const text = await readFile(board, "utf8");
    expect(text).toContain("due 2026-11-27 (was 2026-11-18, 2026-11-04)");
    expect(text).toContain("root cause: the auditor is away");
    const memory = await readFile(path.join(company.root, "memory.jsonl"), "utf8");
    expect(memory).toContain("decision:2026-11-20:t-001-root-cause-due-2026-11-18");
    expect(memory).toContain("Reason: the auditor is away");
  });

  it("demotes, and drops with the reason left under Done", async () => {
    const options = ["--demote", "--reason", "nobody asks"];
    const demoted = await hq("board", "due", "T-001", "none", ...options, "--json");
    expect(JSON.parse(demoted.stdout)).toMatchObject({
      ok: true,
      task: { section: "Next", due: null, was: ["2026-11-18", "2026-11-04"] },
      decision: expect.stringContaining("decision:2026-11-20:t-001-demote") as string,
    });
    const dropped = await hq("board", "drop", "T-001", "--reason", "the audit is over");
    expect(dropped.code).toBe(0);
    expect(dropped.stdout).toContain("T-001 is dropped; ");
    expect(dropped.stdout).toContain("Remembered decision:2026-11-20:t-001-kill");
    expect(await readFile(board, "utf8")).toContain(
      "- dropped 2026-11-20: T-001 Answer the auditor",
    );
  });

  it("leaves the board as it was when the decision cannot be remembered", async () => {
    await rm(path.join(company.root, "memory.jsonl"));
    await mkdir(path.join(company.root, "memory.jsonl"));
    const { code } = await hq("board", "drop", "T-001", "--reason", "over");
    expect(code).toBe(1);
    expect(await readFile(board, "utf8")).toBe(BOARD);
  });

  it("takes a date off and keeps the misses", async () => {
    await hq("board", "move", "T-001", "next");
    await hq("board", "due", "T-001", "none");
    expect(await readFile(board, "utf8")).toContain("· was 2026-11-18, 2026-11-04");
  });

  it("moves a finished task to Done with its day, and its notes with it", async () => {
    await hq("board", "done", "T-002");
    const text = await readFile(board, "utf8");
    const done = text.slice(text.indexOf("## Done"));
    expect(done).toMatch(/- \[x\] T-002 .*done 2026-11-20/);
    expect(done).toContain("  A note under the task.");
  });

  it("moves a task between sections and changes no other line", async () => {
    await hq("board", "move", "T-002", "blocked");
    const lines = (text: string) =>
      text
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.includes("T-002"))
        .sort();
    expect(lines(await readFile(board, "utf8"))).toEqual(lines(BOARD));
  });

  it.each([
    [["board", "due", "T-001", "2026-02-30"], 2, "2026-02-30"],
    [["board", "move", "T-001", "Later"], 2, "Later"],
    [["board", "done", "T-999"], 1, "T-999"],
    [["board", "add"], 2, "title"],
    [["board", "list", "--nonsense"], 2, "--nonsense"],
  ])(
    "refuses %j with exit code %i, names it, and leaves the file alone",
    async (argv, code, word) => {
      const ran = await hq(...(argv as string[]));
      expect(ran.code).toBe(code);
      expect(ran.stderr).toContain(word);
      expect(await readFile(board, "utf8")).toBe(BOARD);
    },
  );

  it("keeps every task when several are added at once", async () => {
    const titles = Array.from({ length: 6 }, (_, at) => `Task number ${at}`);
    const ran = await Promise.all(titles.map((title) => hq("board", "add", title)));
    expect(new Set(ran.map(({ stdout }) => stdout)).size).toBe(titles.length);
    const text = await readFile(board, "utf8");
    expect(titles.filter((title) => !text.includes(title))).toEqual([]);
  });

  it("takes an id in small letters too", async () => {
    const { stdout, code } = await hq("board", "done", "t-002");
    expect(stdout).toContain("[x] T-002");
    expect(code).toBe(0);
  });

  it("refuses a department that the company does not have", async () => {
    const { stderr, code } = await hq("board", "add", "Post", "--agent", "marketin");
    expect(code).toBe(2);
    expect(stderr).toContain('"marketin"');
    expect(stderr).toContain("marketing");
    expect(await readFile(board, "utf8")).toBe(BOARD);
    expect((await hq("board", "list", "--agent", "marketin")).code).toBe(2);
    expect((await hq("board", "list", "--agent", "founder")).stdout).toBe(
      "No open tasks of @founder.\n",
    );
  });

  it("takes a new task's date that has passed only when it was missed", async () => {
    const slip = await hq("board", "add", "Old", "--due", "2025-12-01");
    expect(slip).toMatchObject({ code: 2, stdout: "" });
    expect(slip.stderr.replaceAll(/\s+/g, " ")).toContain(
      "Cannot add a task with the due date 2025-12-01: it has passed (today is 2026-11-20), expected a day from today on. Was 2026-12-01 meant?",
    );
    expect(await readFile(board, "utf8")).toBe(BOARD);
    const { stdout } = await hq("board", "add", "Old", "--due", "2025-12-01", "--missed");
    expect(stdout).toBe(
      "Added T-004 to Next. Its date 2025-12-01 has passed, so it counts as missed.\n",
    );
  });
});

describe("what a hurried person types", () => {
  it("shows the list for hq board, with its options, and help for --help", async () => {
    const list = (await hq("board", "list")).stdout;
    expect(await hq("board")).toMatchObject({ code: 0, stdout: list });
    expect(JSON.parse((await hq("board", "--json", "--agent", "marketing")).stdout)).toMatchObject({
      tasks: [{ id: "T-002" }],
    });
    expect((await hq("board", "--help")).stdout).toContain("Usage: hq board");
    expect(await hq("board", "lst")).toMatchObject({ code: 2 });
    for (const group of ["memory", "review", "department", "runs"]) {
      expect(await hq(group), group).toMatchObject({ code: 0 });
    }
  });

  it("understands numbers for ids, and days in words", async () => {
    await hq("board", "due", "2", "fri");
    expect(await readFile(board, "utf8")).toContain(
      "T-002 Write the week 48 post · @marketing · due 2026-11-27",
    );
    const added = await hq("board", "add", "Call", "--due", "tomorrow", "--agent", "me");
    expect(added.stdout).toBe("Added T-004 to Next, due 2026-11-21.\n");
    expect(await readFile(board, "utf8")).toContain("T-004 Call · @founder · due 2026-11-21");
    expect(await hq("board", "done", "t-04")).toMatchObject({ code: 0 });
    const refused = await hq("board", "due", "2", "soon");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('Cannot use the date "soon"');
  });

  it("edits, assigns, blocks and unblocks", async () => {
    await hq("board", "edit", "2", "--title", "Write the post");
    await hq("board", "assign", "2", "@COO");
    await hq("board", "block", "2", "no picture yet");
    expect(await readFile(board, "utf8")).toContain(
      "## Blocked\n\n- [ ] T-002 Write the post · @coo · due 2026-11-24 · blocked: no picture yet\n  A note under the task.\n",
    );
    await hq("board", "unblock", "2");
    expect(await readFile(board, "utf8")).toContain(
      "- [ ] T-002 Write the post · @coo · due 2026-11-24\n  A note under the task.\n\n## Next",
    );
    expect(await hq("board", "edit", "2")).toMatchObject({ code: 2 });
    expect((await hq("board", "assign", "2", "sales")).stderr).toContain('"sales"');
  });

  it("asks in a terminal whether a day that has passed was promised, and adds nothing at a no", async () => {
    expect((await hq("board", "due", "2", "2026-11-01")).stderr).toContain("has passed");
    await hq("board", "due", "2", "2026-11-01", "--missed");
    expect(await readFile(board, "utf8")).toContain("@marketing · due 2026-11-01");
  });

  it("takes back a miss that was a slip, for the founder alone", async () => {
    await writeFile(board, BOARD.replace("due 2026-11-24", "due 2026-11-02"));
    const missed = await hq("board", "due", "2", "2026-11-24");
    expect(missed.stdout.replaceAll(/\s+/g, " ")).toContain(
      "2026-11-02 is kept as a miss. Was it a slip of the pen? hq board due T-002 2026-11-24 --slip",
    );
    expect(await readFile(board, "utf8")).toContain("due 2026-11-24 (was 2026-11-02)");
    const argv = ["board", "due", "T-002", "2026-11-24", "--slip", "--root", company.root];
    const byAgent = await runHq(argv, { env: { HQ_AGENT: "coo" } });
    expect(byAgent.stderr).toContain("only the founder");
    expect(await runHq(argv)).toMatchObject({ code: 0 });
    expect(await readFile(board, "utf8")).toBe(BOARD);
    expect((await runHq(argv)).stderr).toContain("it has none");
  });
});

describe("hq board tidy", () => {
  const typed = "- [ ] Call the bank @cfo due 2026-12-05";
  const form = "- [ ] T-004 Call the bank @cfo due 2026-12-05";
  const untidy = BOARD.replace("## Next\n", `## Next\n\n${typed}\n`);
  const text = () => readFile(board, "utf8");

  it("shows what it would write, and elsewhere than in a terminal writes it only when told to", async () => {
    await writeFile(board, untidy);
    for (const flag of [[], ["--dry-run"], ["--dry-run", "--yes"]]) {
      const { stdout, code } = await hq("board", "tidy", ...flag);
      expect(code).toBe(0);
      expect(stdout).toContain(
        `line 11\n  is       ${typed}\n  becomes  ${form}\nNothing was changed.`,
      );
      expect(await text()).toBe(untidy);
    }
    const { stdout } = await hq("board", "tidy", "--json");
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      written: false,
      changes: [{ line: 11, before: typed, after: form }],
    });
  });

  it("writes it, and hq undo takes it back", async () => {
    await writeFile(board, untidy);
    expect((await hq("board", "tidy", "--yes")).stdout).toContain("Written.");
    expect(await text()).toBe(untidy.replace(typed, form));
    expect((await hq("board", "list")).stderr).toBe("");
    expect((await hq("undo", "--yes")).stdout).toContain("1 line written as tasks");
    expect(await text()).toBe(untidy);
  });

  it("has nothing to do on a board that is tidy", async () => {
    expect((await hq("board", "tidy", "--yes")).stdout).toContain("Nothing to tidy");
    expect(await text()).toBe(BOARD);
  });
});

describe("a board without its sections", () => {
  it("is reported, not shown as a board without tasks", async () => {
    await writeFile(board, "hello\n");
    const { stdout, stderr, code } = await hq("board", "list");
    expect(stdout).toBe("");
    expect(stderr).toContain("no heading ## Now");
    expect(code).toBe(0);
  });
});

import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq(["memory", ...argv, "--root", company.root]);
const json = async (...argv: string[]) => JSON.parse((await hq(...argv, "--json")).stdout);

async function remembered(): Promise<void> {
  await hq("add", "note:test", "Value: 1", "--type", "note");
  await hq("add", "note:test", "Value: 2");
}

describe("hq memory log, at, diff, undo", () => {
  it("shows the newest changes first, and those of one entity", async () => {
    await remembered();
    const { stdout } = await hq("log", "note:test");
    expect(
      stdout.split("\n").map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, "WHEN")),
    ).toEqual([
      "#3  WHEN  founder  add_observations",
      "  note:test",
      "      + Value: 2",
      "#2  WHEN  founder  create_entities",
      "  + note:test",
      "      + Value: 1",
      "",
    ]);
    expect((await json("log", "--limit", "1")).changes).toMatchObject([{ seq: 3 }]);
    expect((await hq("log", "--limit", "1")).stdout).toContain("hq memory log --before 3");
  });

  it("shows what was there after a change, and the difference since", async () => {
    await remembered();
    expect((await hq("at", "2", "note:test")).stdout).toBe("note:test (note)\n  - Value: 1\n");
    expect((await hq("at", "#1", "note:test")).stdout).toContain("held no entity");
    expect((await hq("diff", "2")).stdout).toBe("~ note:test (note)\n    + Value: 2\n");
    expect((await hq("diff", "3", "1")).stdout).toBe(
      "- note:test (note)\n    - Value: 1\n    - Value: 2\n",
    );
    expect((await hq("diff", "3")).stdout).toBe("Nothing changed.\n");
  });

  it("says where to look for what was before the log", async () => {
    const { code, stderr } = await hq("at", "2020-01-01");
    expect(code).toBe(1);
    expect(stderr).toContain("its log begins at");
    expect(stderr).toContain("git log -- memory.jsonl");
  });

  it.each(["someday", "2026-13-01", "2026-11-20 14:00"])(
    "refuses %j as a moment and says what it expects",
    async (moment) => {
      const { code, stderr } = await hq("at", moment);
      expect(code).toBe(2);
      expect(stderr).toContain("expected a date such as");
    },
  );

  it("takes a change back, and refuses while others build on it", async () => {
    await remembered();
    await hq("add", "note:test", "Value: 3");
    expect((await hq("undo", "3")).stdout).toContain("Took back change 3");
    const refused = await hq("undo", "2");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("change 4 builds on it");
    expect((await hq("undo", "2", "--with-dependents")).code).toBe(0);
    expect((await hq("show", "note:test")).code).toBe(1);
    expect(await json("undo", "2")).toEqual({ ok: true, kind: "nothing-left" });
  });
});

describe("hq memory redact", () => {
  it("takes a text out and says what it cannot reach", async () => {
    await hq("add", "client:test", "the phone is 912 345 678", "--type", "client");
    const { stdout } = await hq("redact", "912 345 678");
    expect(stdout).toContain("Redacted: 1 places in the graph");
    expect(stdout).toContain("No commit of this repository holds it.");
    expect((await hq("show", "client:test")).stdout).toContain("the phone is [redacted]");
    expect((await hq("redact", "912 345 678")).stdout).toBe(
      "The memory does not hold this text.\nNo commit of this repository holds it.\n",
    );
  });
});

it("hq memory redact names the commits that still hold the text in any spelling", async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
      cwd: company.root,
      encoding: "utf8",
    });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "the sample");
  const spelled = ["do a\\u00e7or/1", "do ac\u0327or\\/1", "do a\u00e7or/1"];
  for (const [number, text] of spelled.entries()) {
    await writeFile(path.join(company.root, "notes.txt"), `{"x":"${text}"}\n`);
    git("add", "-A");
    git("commit", "-qm", `spelling ${number}`);
  }
  git("checkout", "-qb", "other", "HEAD~3");
  const { stdout } = await hq("redact", "do a\u00e7or/1");
  for (const number of spelled.keys()) expect(stdout).toContain(`spelling ${number}`);
  expect(stdout).not.toContain("the sample");
  expect(stdout).toContain("git filter-repo --replace-text");
  expect((await json("redact", "do a\u00e7or/1")).git.commits).toHaveLength(3);
});

describe("hq memory prune, restore, accept, repair, checkpoint", () => {
  it("archives by the constitution's table and brings back", async () => {
    await hq("add", "standup:2026-01-05", "Decided: ship", "--type", "standup");
    expect((await hq("prune", "--dry-run")).stdout).toContain("would go into the archive");
    expect((await hq("prune")).stdout).toContain("  standup:2026-01-05, kept until 2026-01-12\n");
    expect((await hq("show", "digest:2026-W02")).stdout).toContain("Decided: 1 (ship)");
    expect((await hq("restore", "--list")).stdout).toContain("standup:2026-01-05");
    expect((await hq("restore", "standup:2026-01-05")).code).toBe(0);
    expect((await hq("show", "standup:2026-01-05")).code).toBe(0);
    const missing = await hq("restore", "standup:1999-01-01");
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain("the archive has no entity");
  });

  it("lists what was kept back, and removes or keeps it", async () => {
    await hq("checkpoint");
    await writeFile(
      path.join(company.root, "memory.jsonl"),
      `${JSON.stringify({ type: "entity", name: "only", entityType: "note", observations: [] })}\n`,
    );
    expect((await hq("accept", "--dry-run")).stdout).toContain("things that are still here");
    const { keptBack } = await json("accept", "--dry-run");
    expect(keptBack.length).toBeGreaterThan(50);
    expect((await hq("accept")).stdout).toContain(`Removed ${keptBack.length} things.`);
    expect((await json("status")).entities).toBe(1);
    expect((await hq("accept")).stdout).toBe("Nothing was kept back.\n");
  });

  it("lists what is damaged and files it away when asked", async () => {
    const file = path.join(company.root, "memory.jsonl");
    const good = '{"type":"entity","name":"good","entityType":"note","observations":[]}';
    await writeFile(file, `${good}\n{"type":"entity","name":"torn\n`);
    const { stdout } = await hq("repair");
    // The piece, and the whole file as it was found.
    expect(stdout).toContain("2 to decide:");
    expect((await hq("repair", "--apply", "nothing-12")).code).toBe(1);
    expect((await hq("repair", "--apply")).stdout).toContain("Carried out 2:");
    expect((await hq("repair")).stdout).toBe("Nothing waits for a decision.\n");
  });

  it("writes the file when asked", async () => {
    const { filePath } = await json("checkpoint");
    expect(filePath).toBe(path.join(company.root, "memory.jsonl"));
    // As much of the path as a line has room for.
    const { stdout } = await hq("checkpoint");
    expect(`Up to date: ${filePath}`).toContain(stdout.trimEnd().replace(/…$/, ""));
    expect(stdout.length).toBeGreaterThan("Up to date: ".length + 20);
  });
});

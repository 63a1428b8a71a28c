import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq([...argv, "--root", company.root]);
const file = (name: string) => path.join(company.root, name);
const records = async () =>
  (await readFile(file("memory.jsonl"), "utf8"))
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { name?: string; observations?: string[] });
const entity = async (name: string) => (await records()).filter((record) => record.name === name);

describe("hq standup", () => {
  it("prints the plan of the sample company", async () => {
    const { stdout, stderr, code } = await hq("standup");
    await expect(stdout).toMatchFileSnapshot("standup.golden.md");
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  });

  it("remembers itself once however often it runs on a day, and keeps what others added", async () => {
    await hq("standup");
    await hq("memory", "add", "standup:2026-11-20", "Decided: move the launch");
    await hq("standup");
    const [standup, ...more] = await entity("standup:2026-11-20");
    expect(more).toEqual([]);
    expect(standup?.observations?.filter((text) => text.startsWith("Ran: "))).toHaveLength(1);
    expect(standup?.observations).toContain("Decided: move the launch");
    const [tracker] = await entity("prompt-run:standup");
    expect(tracker?.observations?.filter((text) => text.startsWith("Last run: "))).toEqual([
      "Last run: 2026-11-20T08:30:00.000Z",
    ]);
  });

  it("gives the same plan when it runs again", async () => {
    const first = await hq("standup");
    expect((await hq("standup")).stdout).toBe(first.stdout);
  });

  it("remembers nothing with --dry-run", async () => {
    const before = await readFile(file("memory.jsonl"), "utf8");
    await hq("standup", "--dry-run");
    expect(await readFile(file("memory.jsonl"), "utf8")).toBe(before);
  });

  it("only shows the plan of another day, unless it is to be remembered", async () => {
    const before = await readFile(file("memory.jsonl"), "utf8");
    const shown = await hq("standup", "--date", "yesterday");
    expect(shown.stdout).toContain("# Standup 2026-11-19");
    expect(shown.stderr).toContain("--remember");
    expect(await readFile(file("memory.jsonl"), "utf8")).toBe(before);
    // A day that lies ahead of this one, which is a Friday.
    expect((await hq("standup", "--date", "fri", "--dry-run")).stdout).toContain("2026-11-27");
    expect((await hq("standup", "--date", "2026-11-23", "--remember")).stderr).toBe("");
    expect(await entity("standup:2026-11-23")).toHaveLength(1);
    expect((await hq("standup", "--date", "today")).stderr).toBe("");
    expect(await entity("standup:2026-11-20")).toHaveLength(1);
  });

  it("plans another day with --date and refuses what is no day", async () => {
    const { stdout } = await hq("standup", "--date", "2026-11-23", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, plan: { date: "2026-11-23" } });
    expect((await hq("standup", "--date", "05/06/2026")).code).toBe(2);
  });

  it("names an unreadable board at the top and plans without it", async () => {
    await writeFile(file("BOARD.md"), Buffer.from([0xff, 0xfe, 0x00]));
    const { stdout, code } = await hq("standup");
    expect(code).toBe(0);
    expect(stdout.slice(0, 600)).toContain("BOARD.md");
  });

  it("plans without a board that is gone, and with one of CRLF and a byte order mark", async () => {
    const text = await readFile(file("BOARD.md"), "utf8");
    const unix = JSON.parse((await hq("standup", "--json", "--dry-run")).stdout) as object;
    await writeFile(file("BOARD.md"), `\ufeff${text.replaceAll("\n", "\r\n")}`);
    const dos = JSON.parse((await hq("standup", "--json", "--dry-run")).stdout) as object;
    expect(dos).toEqual(unix);
    await rm(file("BOARD.md"));
    expect((await hq("standup")).stdout).toContain("BOARD.md");
  });

  it("refuses without a constitution, and says what to do", async () => {
    await rm(file(".github/copilot-instructions.md"));
    const { code, stderr } = await hq("standup");
    expect(code).toBe(1);
    expect(stderr).toContain("hq init");
  });

  it("says that the company is not set up yet, and then remembers nothing", async () => {
    const page = file(".github/copilot-instructions.md");
    const unset = (await readFile(page, "utf8")).replace(/^\| Name \|.*$/m, "| Name | not set |");
    await writeFile(page, unset);
    const { stdout, code } = await hq("standup");
    expect(code).toBe(0);
    expect(stdout.slice(0, 400)).toContain("hq init");
    expect(await entity("standup:2026-11-20")).toEqual([]);
  });

  it("does not send a company that lost its name back to hq init", async () => {
    await mkdir(file(".hq-kit"));
    await writeFile(file(".hq-kit/manifest.json"), '{"version":"0.1.0","files":{}}');
    await writeFile(file(".github/copilot-instructions.md"), "");
    const { stdout } = await hq("standup");
    expect(stdout).not.toContain("hq init");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("has no Name any more");
    const { stdout: started } = await runHq(["start"], { cwd: company.root });
    expect(started).not.toContain("sample company");
  });

  it("reports an unknown time zone and plans in UTC", async () => {
    const name = file(".github/copilot-instructions.md");
    await writeFile(
      name,
      (await readFile(name, "utf8")).replace("Europe/Lisbon", "Europe/Atlantis"),
    );
    const { stdout, code } = await hq("standup");
    expect(code).toBe(0);
    expect(stdout).toContain("Europe/Atlantis");
  });

  it("keeps every entity of a memory with a torn line", async () => {
    const before = (await records()).length;
    const text = await readFile(file("memory.jsonl"), "utf8");
    await writeFile(file("memory.jsonl"), `${text}{"type":"entity","name":"torn","ent`);
    expect((await hq("standup")).code).toBe(0);
    expect((await records()).length).toBeGreaterThanOrEqual(before);
    const setAside = await readFile(file(".memory/memory.jsonl/quarantine.jsonl"), "utf8");
    expect(setAside).toContain("torn");
  });

  it.skipIf(process.getuid?.() === 0)(
    "prints the plan and exits 1 when it cannot remember",
    async () => {
      await chmod(company.root, 0o555);
      const { code, stdout, stderr } = await hq("standup");
      await chmod(company.root, 0o755);
      expect(stdout).toContain("#");
      expect(stderr).toContain("not remembered");
      expect(code).toBe(1);
    },
  );
});

describe("hq start", () => {
  it("runs the standup of a company that is set up", async () => {
    const { stdout } = await runHq(["start"], { cwd: company.root });
    expect(stdout).not.toContain("sample company");
    expect(await entity("standup:2026-11-20")).toHaveLength(1);
  });

  it("says so when there is no room for the sample's copy", async () => {
    const page = file(".github/copilot-instructions.md");
    await writeFile(
      page,
      (await readFile(page, "utf8")).replace(/^\| Name \|.*$/m, "| Name | not set |"),
    );
    const temporary = process.env.TMPDIR;
    process.env.TMPDIR = path.join(company.root, "nowhere");
    try {
      const { code, stdout } = await runHq(["start", "--json"], { cwd: company.root });
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "write-failed" } });
    } finally {
      if (temporary === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = temporary;
    }
  });

  it("shows the sample company's plan before that, with its dates moved to today", async () => {
    const page = file(".github/copilot-instructions.md");
    const unset = (await readFile(page, "utf8")).replace(/^\| Name \|.*$/m, "| Name | not set |");
    await writeFile(page, unset);
    const now = () => new Date("2027-03-02T09:00:00Z");
    const { stdout, code } = await runHq(["start"], { cwd: company.root, now });
    expect(code).toBe(0);
    expect(stdout).toContain("sample company");
    expect(stdout).toContain("2027-03-02");
    expect(await entity("standup:2027-03-02")).toEqual([]);
  });
});

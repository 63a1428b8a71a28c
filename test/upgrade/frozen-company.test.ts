/** Companies run on what landed: each frozen one comes to this version and nothing of its founder's is lost. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runHq } from "../cli/run-hq.ts";
import { connectModern, type McpClient } from "../mcp-memory/clients.ts";
import { DRAFT, DRAFT_FILE, OWN, PICTURE, REPLACED } from "./founders-edits.ts";
import {
  type Form,
  type Frozen,
  frozenVersions,
  git,
  makeRelease,
  thaw,
  upgrade,
} from "./frozen-company.ts";

const FORMS: Form[] = ["clone", "installed"];
const PROGRAMS = { clone: "bin", installed: ".hq-kit/bin" };
const KIT = path.join(import.meta.dirname, "../..");
/** Pages of skills that no frozen company had; what departments that it left out own comes too. */
const CAME_SINCE = [
  "incident/SKILL.md",
  "contract-review/SKILL.md",
  "contract-review/licences-and-marks.md",
  "customer-talks/SKILL.md",
  "sales-pipeline/SKILL.md",
  "metrics/SKILL.md",
  "landing-page/SKILL.md",
  "landing-page/search.md",
];
/** Within the days in which the frozen reviews are open and its facts of law hold. */
const NOW = new Date("2026-11-30T09:00:00Z");

let release: string;

beforeAll(() => {
  release = makeRelease();
}, 120_000);

afterAll(() => rmSync(release, { recursive: true, force: true }));

describe.each(frozenVersions())("a company of %s", (version) => {
  describe.each(FORMS)("as %s", (form) => {
    let company: Frozen;
    let dirty: string[];
    let said: string;

    beforeAll(() => {
      company = thaw(version, form);
      said = upgrade(company.root, form, release);
      dirty = git(company.root, "status", "--porcelain", "-z").split("\0").filter(Boolean);
    }, 120_000);

    afterAll(() => rmSync(path.dirname(company.root), { recursive: true, force: true }));

    const text = (file: string) => readFileSync(path.join(company.root, file), "utf8");
    const hq = async (...args: string[]) => {
      const ran = await runHq([...args, "--root", company.root, "--json"], { now: () => NOW });
      return JSON.parse(ran.stdout);
    };
    const memory = async () => {
      const ran = await runHq(["memory", "export", "--root", company.root], { now: () => NOW });
      return ran.stdout.trimEnd().split("\n");
    };
    const server = (name: string): Promise<McpClient> =>
      connectModern({
        cwd: company.root,
        program: path.join(company.root, PROGRAMS[form], `${name}.js`),
        env: { MEMORY_FILE_PATH: path.join(company.root, "memory.jsonl") },
      });

    it("comes to this version without a conflict", () => {
      expect(said).not.toMatch(/conflict/i);
      expect(git(company.root, "ls-files", "--unmerged")).toBe("");
      expect(dirty.filter((line) => /\.(theirs|new|orig|rej)\b/.test(line))).toEqual([]);
    });

    it("says the second time that nothing is to do", () => {
      const before = git(company.root, "status", "--porcelain", "-z");
      upgrade(company.root, form, release);
      expect(git(company.root, "status", "--porcelain", "-z")).toBe(before);
    });

    it.each(REPLACED)("keeps the founder's edit of $page: $is", ({ page, is }) => {
      expect(text(page)).toContain(is);
    });

    it("keeps the founder's own pages, draft and picture to the byte", () => {
      for (const [page, words] of Object.entries(OWN)) expect(text(page)).toBe(words);
      expect(text(DRAFT_FILE)).toBe(DRAFT.replace("Mondays", "Tuesdays"));
      const picture = readFileSync(path.join(company.root, "Marketing/drafts/boia.png"));
      expect(picture.equals(PICTURE)).toBe(true);
    });

    it.each(CAME_SINCE)("gets a skill that came since: %s", (page) => {
      expect(text(`.github/skills/${page}`)).toBe(
        readFileSync(path.join(KIT, ".github/skills", page), "utf8"),
      );
    });

    it("leaves a product's own files alone", () => {
      if (form === "clone") return;
      expect(git(company.root, "diff", "--name-only", "HEAD", "--", "src", "README.md")).toBe("");
      expect(JSON.parse(text("package.json"))).toEqual({ name: "redeiro", version: "3.1.0" });
      expect(JSON.parse(text(".mcp.json")).mcpServers.tides.command).toBe("tides-server");
      expect(existsSync(path.join(company.root, ".github/agents/cfo.agent.md"))).toBe(false);
    });

    it("has the same memory, its history and its archive", async () => {
      expect(await memory()).toEqual(expect.arrayContaining(company.before.memory));
      expect(text("memory.jsonl")).toContain('{"type":"note","text":"of another program"}');
      const log = await hq("memory", "log", "--limit", "100");
      expect(log.changes).toEqual(
        expect.arrayContaining((company.before.log as typeof log).changes),
      );
      expect(await hq("memory", "restore", "--list")).toMatchObject(company.before.archive);
    });

    it("has the same board, reviews and story", async () => {
      const { tasks } = await hq("board", "list");
      const ids = tasks.map(({ id }: { id: string }) => id);
      expect(ids).toEqual(expect.arrayContaining(company.before.board.tasks.map(({ id }) => id)));
      const known = tasks.filter(({ id }: { id: string }) =>
        company.before.board.tasks.some((task) => task.id === id),
      );
      expect(known).toMatchObject(
        company.before.board.tasks.map(({ line: _, ...task }: Record<string, unknown>) => task),
      );
      expect(await hq("review", "list", "--all")).toMatchObject(company.before.reviews);
      expect(await hq("audit", "--since", "2026-01-01")).toMatchObject(company.before.audit);
    });

    it("keeps its doctor calm: no error, and no complaint that was not made before", async () => {
      const { findings } = await hq("doctor");
      const known = company.before.doctor.findings.map(({ file, what }) => `${file}: ${what}`);
      const added = findings
        .filter(
          ({ file, what, severity }: Record<string, string>) =>
            // Where it stands now is another machine than that on which it was frozen.
            file !== "." &&
            // What is the founder's own is told as that, and is no complaint.
            !(what ?? "").startsWith("yours, not checked") &&
            (severity === "error" || !known.includes(`${file}: ${what}`)) &&
            // What the doctor says of the law's calendar is no fault of the upgrade.
            !/^\d+ facts? of the (skill|pack) /.test(what ?? ""),
        )
        .map(({ file, what }: Record<string, string>) => `${file}: ${what}`);
      expect(added).toEqual([]);
    });

    it("plans its day", async () => {
      const plan = await hq("standup", "--dry-run", "--date", "2026-12-04");
      expect(JSON.stringify(plan)).toContain("Answer the port shop");
    });

    it("serves its departments by the programs that came with it", async () => {
      const brain = await server("hq-memory");
      const graph = await brain.call("open_nodes", { names: ["metric:redeiro-shops"] });
      expect(JSON.stringify(graph.structuredContent)).toContain("Value: 38 shops");
      await brain.close();
      const office = await server("hq-company");
      const open = await office.call("list_open_work", { agent: "lawyer" });
      expect(JSON.stringify(open.structuredContent)).toContain("R-4");
      await office.close();
    });
  });
});

describe.each(frozenVersions())("a company of %s that renewed a fact of law by hand", (version) => {
  const SOCIAL = ".github/skills/seguranca-social/SKILL.md";
  const ROW = /^\| Contribution rate, self-employed \|[^|]*\|([^|]*)\|[^|]*\|[^|]*\|/m;

  // In a clone git merges pages before any program of ours runs, and every row of that day has another form now.
  it("keeps it, gets every other row, and is asked nothing", () => {
    const form = "installed";
    const { root } = thaw(version, form);
    const page = path.join(root, SOCIAL);
    const old = readFileSync(page, "utf8");
    const row = "| Contribution rate, self-employed | 22% |$1| 2026-11-30 | 2027-12-31 |";
    expect(old).toMatch(ROW);
    writeFileSync(page, old.replace(ROW, row));
    git(root, "commit", "-qam", "The new rate");
    const said = upgrade(root, form, release);
    expect(said).not.toMatch(/conflict/i);
    expect(git(root, "ls-files", "--unmerged")).toBe("");
    const now = readFileSync(page, "utf8");
    expect(now).toContain("| Contribution rate, self-employed | 22% |");
    const renewed = JSON.parse(readFileSync(path.join(root, ".hq-kit/renewed/pt.json"), "utf8"));
    expect(renewed.facts).toMatchObject([
      { id: "ss-rate", value: 22, source: { readOn: "2026-11-30" }, checkBy: "2027-12-31" },
    ]);
    // Every other row is the kit's: only what rests on the rate differs.
    const kit = readFileSync(path.join(KIT, SOCIAL), "utf8").split("\n");
    const other = now.split("\n").filter((line, at) => line !== kit[at]);
    expect(other.every((line) => line.includes("22%"))).toBe(true);
    rmSync(path.dirname(root), { recursive: true, force: true });
  });
});

/** The merge driver under real git: two clones remember different things and never meet a conflict. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRepository } from "../../../doctor/git.ts";
import { driverCommand, installMergeDriver, launcherIn } from "../../../files/merge-driver.ts";
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { runHq } from "../run-hq.ts";
import { commit, git } from "./git-machines.ts";
import { mergeLauncher } from "./merge-launcher.ts";

let folder: string;
let launcher: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hq merge é "));
  launcher = mergeLauncher(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function remember(
  clone: string,
  at: string,
  work: (store: MemoryStore) => Promise<unknown>,
): Promise<void> {
  const store = await openMemoryStore({
    filePath: path.join(clone, "memory.jsonl"),
    now: () => new Date(at),
    agent: path.basename(clone),
  });
  await work(store);
  await store.close();
}

/** A repository with a memory, and two clones that both remembered something since. */
async function twoClones(): Promise<{ one: string; two: string }> {
  const origin = path.join(folder, "origin");
  const [one, two] = [path.join(folder, "one"), path.join(folder, "two")];
  mkdirSync(origin);
  git(origin, "init", "-q", "-b", "main");
  writeFileSync(
    path.join(origin, ".gitattributes"),
    "memory.jsonl merge=hq-memory\nmemory.origins.jsonl merge=hq-memory\n",
  );
  writeFileSync(path.join(origin, ".gitignore"), ".memory/\n");
  await remember(origin, "2026-11-01T00:00:00.000Z", (store) =>
    store.createEntities([
      { name: "shared", entityType: "note", observations: ["first"] },
      { name: "old", entityType: "note", observations: ["x"] },
    ]),
  );
  commit(origin, "memory");
  for (const clone of [one, two]) {
    git(folder, "clone", "-q", origin, clone);
    expect((await installMergeDriver(clone, launcher)).kind).toBe("installed");
  }
  await remember(one, "2026-11-02T00:00:00.000Z", async (store) => {
    await store.createEntities([{ name: "one", entityType: "note", observations: ["1"] }]);
    await store.addObservations([{ entityName: "shared", contents: ["from one"] }]);
    await store.createRelations([{ from: "one", to: "shared", relationType: "knows" }]);
    await store.deleteEntities(["old"]);
  });
  commit(one, "one");
  await remember(two, "2026-11-03T00:00:00.000Z", async (store) => {
    await store.createEntities([{ name: "two", entityType: "note", observations: ["2"] }]);
    await store.addObservations([{ entityName: "shared", contents: ["from two"] }]);
    await store.createRelations([{ from: "two", to: "shared", relationType: "knows" }]);
  });
  commit(two, "two");
  git(two, "remote", "add", "peer", one);
  git(two, "fetch", "-q", "peer");
  return { one, two };
}

async function expectEveryFact(clone: string): Promise<void> {
  expect(git(clone, "status", "--porcelain")).toBe("");
  const text = readFileSync(path.join(clone, "memory.jsonl"), "utf8");
  expect(text).not.toMatch(/^(<{7}|={7}|>{7})/m);
  const lines: string[] = [];
  const store = await openMemoryStore({
    filePath: path.join(clone, "memory.jsonl"),
    log: (line) => lines.push(line),
  });
  const graph = await store.readGraph();
  const health = await store.health();
  const dated = await store.readWithOrigins();
  await store.close();
  expect(graph.entities.map(({ name }) => name).toSorted()).toEqual(["one", "shared", "two"]);
  expect(graph.entities.find(({ name }) => name === "shared")?.observations.toSorted()).toEqual([
    "first",
    "from one",
    "from two",
  ]);
  expect(graph.relations.map(({ from }) => from).toSorted()).toEqual(["one", "two"]);
  expect(health).toMatchObject({ keptBack: 0, quarantined: 0, findings: [] });
  expect(lines.join("\n")).not.toMatch(/kept|set aside/i);
  const ages = new Map(
    dated.entities.flatMap(({ observations }) => observations.map(({ text: t, at }) => [t, at])),
  );
  expect(ages.get("first")).toBe("2026-11-01T00:00:00.000Z");
  expect(ages.get("from one")).toBe("2026-11-02T00:00:00.000Z");
  expect(ages.get("from two")).toBe("2026-11-03T00:00:00.000Z");
}

describe("two clones that both changed the memory", () => {
  it("are merged without a conflict, from a folder below the top too", async () => {
    const { two } = await twoClones();
    mkdirSync(path.join(two, "below"));
    git(path.join(two, "below"), "merge", "-q", "--no-edit", "peer/main");
    await expectEveryFact(two);
  });

  it("are rebased without a conflict", async () => {
    const { two } = await twoClones();
    git(two, "rebase", "-q", "peer/main");
    await expectEveryFact(two);
  });

  it("are merged back and forth until both are the same", async () => {
    const { one, two } = await twoClones();
    git(two, "merge", "-q", "--no-edit", "peer/main");
    git(one, "remote", "add", "peer", two);
    git(one, "pull", "-q", "--no-rebase", "peer", "main");
    await expectEveryFact(one);
    expect(git(one, "rev-parse", "HEAD^{tree}")).toBe(git(two, "rev-parse", "HEAD^{tree}"));
  });

  it("leave a loadable union and a reported conflict when the program cannot run", async () => {
    const { two } = await twoClones();
    rmSync(launcher);
    expect(() => git(two, "merge", "-q", "--no-edit", "peer/main")).toThrow();
    expect(git(two, "status", "--porcelain")).toContain("UU memory.jsonl");
    const text = readFileSync(path.join(two, "memory.jsonl"), "utf8");
    expect(text).not.toMatch(/^(<{7}|={7}|>{7})/m);
    await remember(two, "2026-11-04T00:00:00.000Z", async (store) => {
      const { entities } = await store.readGraph();
      const shared = entities.find(({ name }) => name === "shared")?.observations.toSorted();
      expect(shared).toEqual(["first", "from one", "from two"]);
      expect(entities.map(({ name }) => name)).toEqual(expect.arrayContaining(["one", "two"]));
    });
  });
});

describe("the kit's empty memory.jsonl, new in a version that a company pulls", () => {
  const line = (name: string) =>
    `{"entityType":"note", "type":"entity","name":"${name}","observations":["${name}", "${name}"]}`;
  // As another program wrote it: other order, blanks, no line break at the end, a line of its own.
  const memory = [line("a"), '{"type":"_aim"}', line("b")].join("\n");

  /** A kit without a memory, and a company cloned of it that committed its own. */
  function companyOfOldKit(): { kit: string; company: string } {
    const [kit, company] = [path.join(folder, "kit"), path.join(folder, "company")];
    mkdirSync(kit);
    git(kit, "init", "-q", "-b", "main");
    const attributes = "memory.jsonl merge=hq-memory\nmemory.origins.jsonl merge=hq-memory\n";
    writeFileSync(path.join(kit, ".gitattributes"), attributes);
    commit(kit, "kit");
    git(folder, "clone", "-q", kit, company);
    writeFileSync(path.join(company, "memory.jsonl"), memory);
    commit(company, "the company's memory");
    writeFileSync(path.join(kit, "memory.jsonl"), "");
    commit(kit, "an empty memory");
    return { kit, company };
  }

  it.each([
    { way: "a merge with the driver", driver: true, how: "--no-rebase" },
    { way: "a rebase with the driver", driver: true, how: "--rebase" },
    { way: "a merge in a clone without it", driver: false, how: "--no-rebase" },
    { way: "a rebase in a clone without it", driver: false, how: "--rebase" },
  ])("is no conflict in $way, and the company's stays to the byte", async ({ driver, how }) => {
    const { kit, company } = companyOfOldKit();
    if (driver) await installMergeDriver(company, launcher);
    git(company, "pull", "-q", how, "--no-edit", "origin", "main");
    expect(git(company, "status", "--porcelain")).toBe("");
    expect(readFileSync(path.join(company, "memory.jsonl"), "utf8")).toBe(memory);
    // And the other way round: who has the empty one gets the company's.
    if (driver) await installMergeDriver(kit, launcher);
    git(kit, "pull", "-q", how, "--no-edit", company, "main");
    expect(readFileSync(path.join(kit, "memory.jsonl"), "utf8")).toBe(memory);
  });

  it("is no conflict later on either, when the company's memory has grown", async () => {
    const { kit, company } = companyOfOldKit();
    await installMergeDriver(company, launcher);
    git(company, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main");
    writeFileSync(path.join(company, "memory.jsonl"), `${memory}\n${line("c")}`);
    commit(company, "more");
    writeFileSync(path.join(kit, "README.md"), "next\n");
    commit(kit, "next version");
    git(company, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main");
    expect(readFileSync(path.join(company, "memory.jsonl"), "utf8")).toBe(
      `${memory}\n${line("c")}`,
    );
  });
});

describe("hq memory merge", () => {
  const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const line = (name: string) =>
    `{"type":"entity","name":"${name}","entityType":"note","observations":[]}\n`;

  it("prints with --out - and changes no file then", async () => {
    put("b", line("x"));
    put("o", line("x") + line("y"));
    put("t", line("z"));
    const { code, stdout } = await runHq(["memory", "merge", "b", "o", "t", "--out", "-"], {
      cwd: folder,
    });
    expect([code, stdout]).toEqual([0, line("y") + line("z")]);
    expect(readFileSync(path.join(folder, "o"), "utf8")).toBe(line("x") + line("y"));
  });

  it("refuses a side that is not there, and leaves ours as it is", async () => {
    put("b", "");
    put("o", line("y"));
    const { code, stderr } = await runHq(["memory", "merge", "b", "o", "t"], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toContain("Nothing was changed");
    expect(readFileSync(path.join(folder, "o"), "utf8")).toBe(line("y"));
    expect((await runHq(["memory", "merge", "b", "o"], { cwd: folder })).code).toBe(2);
  });

  it("refuses a side that is no memory, and leaves both as they are", async () => {
    const notes = "# Notes\n- call the bank\n- call the bank\n";
    put("b", "");
    for (const [ours, theirs] of [
      [line("y"), notes],
      [notes, line("y")],
    ]) {
      put("o", ours ?? "");
      put("t", theirs ?? "");
      const { code, stderr } = await runHq(["memory", "merge", "b", "o", "t"], { cwd: folder });
      expect(code).toBe(1);
      expect(stderr.replaceAll(/\s+/g, " ")).toContain('text that is no record ("# Notes")');
      expect(readFileSync(path.join(folder, "o"), "utf8")).toBe(ours);
    }
  });

  it("carries equal damaged lines over as often as they stand in the file", async () => {
    put("b", line("x"));
    put("o", `${line("x")}"tea",\n"tea",\n`);
    put("t", `${line("x")}"tea",\n${line("z")}`);
    await runHq(["memory", "merge", "b", "o", "t"], { cwd: folder });
    const merged = readFileSync(path.join(folder, "o"), "utf8");
    expect(merged).toBe(`${line("x")}${line("z")}"tea",\n"tea",\n`);
  });

  it("installs itself into a clone, keeps the founder's attributes, and is found by the doctor", async () => {
    const root = path.join(folder, "company");
    mkdirSync(path.join(root, ".github"), { recursive: true });
    writeFileSync(path.join(root, ".github", "copilot-instructions.md"), "# Company\n");
    const install = () => runHq(["memory", "merge", "--install"], { cwd: root });
    expect(await install()).toMatchObject({ code: 1 });
    git(root, "init", "-q");
    writeFileSync(path.join(root, ".gitattributes"), "*.png binary\n/memory.jsonl merge=own");
    const setup = async () => {
      const repository = await readRepository(root);
      return repository.kind === "repository" ? repository.merge : repository.kind;
    };
    expect(await setup()).toEqual({ unassigned: ["memory.origins.jsonl"], driver: "missing" });
    const { code, stdout } = await install();
    expect(code).toBe(0);
    expect(stdout).toContain("Commit .gitattributes");
    expect(readFileSync(path.join(root, ".gitattributes"), "utf8")).toBe(
      "*.png binary\n/memory.jsonl merge=own\nmemory.origins.jsonl merge=hq-memory\n",
    );
    expect(await setup()).toEqual({ unassigned: [], driver: "installed" });
    await installMergeDriver(root, path.join(root, "gone"));
    expect(await setup()).toEqual({ unassigned: [], driver: "stale" });
  });

  it("quotes the path of the program so that it can be read back", () => {
    for (const file of ["/a b/hq", "/it's/100%/hq", "/$HOME/`x`/hq"]) {
      expect(launcherIn(driverCommand(file))).toBe(file);
    }
    expect(launcherIn("my own driver %A")).toBeNull();
  });
});

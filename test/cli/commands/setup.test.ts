/** `hq setup` as it is typed, in scripts and in a real terminal, and killed in the midst of it. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { run } from "../../../cli/program.ts";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";
import {
  clonedPackage,
  filesIn,
  installedCompany,
  removeFolders,
  testIo,
} from "../../setup/company.ts";

afterAll(removeFolders);

const CONSTITUTION = ".github/copilot-instructions.md";
const packageRoot = await clonedPackage({ packs: true });
const PROGRAM = path.join(import.meta.dirname, "../../../cli/hq.ts");

async function hq(root: string, ...argv: string[]) {
  const io = testIo(root, "2026-12-05T09:00:00Z");
  const exit = await run([...argv, "--root", root], io);
  return { exit, out: io.out.join(""), err: io.err.join(""), shown: flat(io.out.join("")) };
}

const KILLS = rounds({ few: 3, many: 12 });

const flat = (text: string) => text.replaceAll(/\s+/g, " ");

it("takes what should be otherwise as words, shows what follows, and writes it", async () => {
  const root = await installedCompany(packageRoot);
  const changed = await hq(root, "setup", "legal-form", "lda");
  expect(changed.exit).toBe(0);
  expect(changed.shown).toContain("Answers legal-form: not set → lda What follows");
  expect(changed.shown).toMatch(
    /\d+ rows come: .*pt:modelo-22 \(IRC Modelo 22 return and payment\)/,
  );
  expect(changed.shown).toMatch(/\d+ rows go: .*pt:modelo-3 \(IRS Modelo 3 return\)/);
  expect(changed.out).toMatch(/^ {2}~ \.github\/copilot-instructions\.md/m);
  expect(Math.max(...changed.out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  const again = await hq(root, "setup", "legal-form", "lda");
  expect(again.shown).toContain("All of it is so already. Nothing was changed.");
  const named = await hq(root, "setup", "Company", "Foz", "Lda");
  expect([named.exit, named.shown]).toEqual([0, expect.stringContaining("→ Foz Lda")]);
});

it("brings what was read again back with the pages of a country", async () => {
  const root = await installedCompany(packageRoot);
  const page = path.join(root, ".github/skills/portuguese-tax/invoicing.md");
  const renew = ["facts", "renew", "pdf-invoice", "--check-by", "2027-12-31"];
  expect((await hq(root, ...renew, "--value", "accepted until 2027-12-31")).err).toBe("");
  const renewed = await readFile(page, "utf8");
  expect(renewed).toContain("accepted until 2027-12-31");
  await hq(root, "setup", "country", "Spain", "--yes");
  expect(existsSync(page)).toBe(false);
  await hq(root, "setup", "country", "Portugal", "--yes");
  expect(await readFile(page, "utf8")).toBe(renewed);
});

it("says the same as JSON, and without a word of what to change it only looks", async () => {
  const root = await installedCompany(packageRoot);
  const before = await filesIn(root);
  const look = JSON.parse((await hq(root, "setup", "--json")).out);
  expect(look).toMatchObject({ ok: true, kind: "nothing", pack: "pt", answers: [], changes: [] });
  const dry = JSON.parse((await hq(root, "setup", "country", "Spain", "--dry-run", "--json")).out);
  expect(dry.kind).toBe("planned");
  expect(await filesIn(root)).toEqual(before);
  const written = JSON.parse((await hq(root, "setup", "--answer", "vat=exempt", "--json")).out);
  expect(written).toMatchObject({
    ...{ ok: true, kind: "written" },
    answers: [{ what: "vat", before: null, after: "exempt" }],
  });
  expect(written.duties.goes).toContainEqual({
    row: "pt:iva-periodic",
    name: "IVA periodic return",
  });
});

it.each([
  [["setup", "countri", "Spain"], 'Did you mean "country"?'],
  [["setup", "legal", "lda"], 'Did you mean "legal-form"?'],
  [
    ["setup", "country"],
    "no value was given, expected one behind it. Write for example: hq setup country VALUE",
  ],
  [["setup", "country", "Portgual"], "Did you mean Portugal?"],
  [
    ["setup", "--answer", "vat=exmept"],
    'Cannot answer "vat" with "exmept": expected exempt, normal-quarterly',
  ],
])("refuses %j with what was found, what was expected and what was meant", async (argv, says) => {
  const root = await installedCompany(packageRoot);
  const before = await filesIn(root);
  const refused = await hq(root, ...argv);
  expect([refused.exit, flat(refused.err)]).toEqual([2, expect.stringContaining(says)]);
  expect(await filesIn(root)).toEqual(before);
});

it("is the founder's alone", async () => {
  const root = await installedCompany(packageRoot);
  const io = { ...testIo(root), env: { HQ_AGENT: "marketing" } };
  expect(await run(["setup", "country", "Spain", "--root", root], io)).toBe(1);
  expect(flat(io.err.join(""))).toContain("as marketing: only the founder does");
});

it("hq init points to it when the company is set up already", async () => {
  const root = await installedCompany(packageRoot);
  const { out } = await hq(root, "init");
  expect(flat(out)).toContain("To change what was asked, run hq setup");
});

it("killed at any moment, it leaves the old company or the next command finishes the new one", {
  timeout: 120_000,
}, async () => {
  const program = await builtProgram(PROGRAM);
  const { CI: _ci, ...env } = process.env;
  const start = (root: string, ...argv: string[]) =>
    spawn(process.execPath, [program, ...argv], { cwd: root, env, stdio: "ignore" });
  const old = await filesIn(await installedCompany(packageRoot));
  const target = await installedCompany(packageRoot);
  await once(start(target, "setup", "country", "Spain", "--yes"), "close");
  const whole = await filesIn(target);
  expect(whole).not.toEqual(old);
  const ends = new Set<string>();
  for (let turn = 0; turn < KILLS; turn += 1) {
    const root = await installedCompany(packageRoot);
    const child = start(root, "setup", "country", "Spain", "--yes");
    const closed = once(child, "close");
    // From the moment at which the journal is there, a little later each time.
    const journal = path.join(root, ".hq", "setup.json");
    while (child.exitCode === null && !existsSync(journal)) await pause(1);
    await pause(turn * 5);
    child.kill("SIGKILL");
    await closed;
    await once(start(root, "setup", "--json"), "close");
    const files = await filesIn(root);
    for (const file of files.keys()) if (file.startsWith(".hq/")) files.delete(file);
    const isOld = files.get(CONSTITUTION) === old.get(CONSTITUTION);
    expect(files).toEqual(isOld ? old : whole);
    ends.add(isOld ? "old" : "new");
  }
  expect(ends.has("new")).toBe(true);
});

const hasTerminal = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

it.skipIf(!hasTerminal)("asks in a real terminal of 80 columns", { timeout: 60_000 }, async () => {
  const root = await installedCompany(packageRoot);
  const program = await builtProgram(PROGRAM);
  const command = `stty cols 80 rows 50; "${process.execPath}" "${program}" setup vat exempt`;
  const { CI: _ci, ...env } = process.env;
  const child = spawn("script", ["-qfec", command, "/dev/null"], {
    cwd: root,
    env: { ...env, NODE_NO_WARNINGS: "1", TERM: "xterm" },
  });
  let screen = "";
  let isAnswered = false;
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    screen += piece;
    if (isAnswered || !/Write these 1 files\?[\s\S]*stop, and write nothing/.test(screen)) return;
    isAnswered = true;
    child.stdin.write("\r");
  });
  await once(child, "close");
  expect(screen).toContain("vat: not set → exempt");
  expect(screen).toContain("Written.");
  expect(await readFile(path.join(root, CONSTITUTION), "utf8")).toContain("| vat | exempt |");
});

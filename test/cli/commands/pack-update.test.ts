/** `hq pack update`: the packs alone of a newer kit, merged by row into those of a company. */
import { spawn } from "node:child_process";
import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../../cli/program.ts";
import { readCompanyPacks } from "../../../files/packs.ts";
import {
  clonedPackage,
  filesIn,
  installedCompany,
  PROJECT,
  put,
  removeFolders,
  tempFolder,
  testIo,
} from "../../setup/company.ts";

afterAll(removeFolders);

const packageRoot = await clonedPackage({ packs: true });
const SOCIAL = ".github/skills/seguranca-social/SKILL.md";
const CONSTITUTION = ".github/copilot-instructions.md";
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

async function hq(root: string, ...argv: string[]) {
  const io = testIo(root, "2027-01-20T09:00:00Z");
  const exit = await run([...argv, "--root", root], io);
  return { exit, out: io.out.join(""), err: io.err.join("") };
}

interface Rows {
  [list: string]: { id: string; [cell: string]: unknown }[];
}

/** A newer kit: its packs with `edit` made to one file of Portugal's, and their day moved on. */
async function newerKit(edits: Record<string, (rows: Rows) => void>): Promise<string> {
  const kit = await clonedPackage({ packs: true, version: "0.2.0" });
  const whole = { ...edits, pack: edits.pack ?? (() => {}) };
  for (const [part, edit] of Object.entries(whole)) {
    const file = `packs/pt/${part}.json`;
    const rows = JSON.parse(await readFile(path.join(kit, file), "utf8")) as Rows;
    edit(rows);
    const text = part === "pack" ? { ...rows, version: "2027-01-15" } : rows;
    await put(kit, file, `${JSON.stringify(text, null, 2)}\n`);
  }
  return kit;
}

function row(rows: Rows, list: string, id: string) {
  const found = rows[list]?.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found as { id: string; source: Record<string, unknown> } & Record<string, unknown>;
}

/** The value that the newer kit read on a day. */
function read(rows: Rows, id: string, [value, readOn = "2027-01-12"]: [number, string?]): void {
  const fact = row(rows, "facts", id);
  Object.assign(fact, { value, checkBy: "2027-12-31" });
  Object.assign(fact.source, { readOn });
}

const fact = async (root: string, id: string) => {
  const { packs } = await readCompanyPacks(root);
  return packs.find(({ card }) => card.code === "pt")?.facts.find((each) => each.id === id);
};

async function isAtOne(root: string): Promise<void> {
  const told = flat((await hq(root, "doctor")).out);
  expect(told).not.toContain("not as the pack makes it");
}

describe("hq pack update", () => {
  it("takes every row of a newer kit but the one that the founder renewed later, and asks nothing", async () => {
    const root = await installedCompany(packageRoot);
    const until = ["--check-by", "2027-12-31"];
    expect((await hq(root, "facts", "renew", "ss-rate", "--value", "22", ...until)).exit).toBe(0);
    const kit = await newerKit({
      facts: (rows) => read(rows, "ss-minimum", [25]),
      law: (rows) => {
        rows.law?.push({ ...row(rows, "law", "imprint"), id: "imprint-more", question: "More?" });
      },
      duties: (rows) => {
        const duty = row(rows, "duties", "iva-payment");
        rows.duties?.push({ ...duty, id: "new-duty", name: "A new duty", when: undefined });
        row(rows, "duties", "saf-t").note = "Another note.";
      },
    });
    const before = await filesIn(root);
    const dry = await hq(root, "pack", "update", "--from", kit, "--dry-run");
    expect(flat(dry.out)).toContain("Nothing was changed (--dry-run).");
    expect(await filesIn(root)).toEqual(before);

    const { exit, out, err } = await hq(root, "pack", "update", "--from", kit);
    expect([exit, err]).toEqual([0, ""]);
    expect(flat(out)).toContain("pt: renewed, 2026-11-30 to 2027-01-15");
    expect(flat(out)).toContain("pt/facts.json: changed 1 (ss-minimum)");
    expect(flat(out)).toContain("New in the constitution: pt:new-duty.");
    expect((await fact(root, "ss-rate"))?.value).toBe(22);
    expect((await fact(root, "ss-minimum"))?.value).toBe(25);
    const page = await readFile(path.join(root, SOCIAL), "utf8");
    expect(page).toContain("| Contribution rate, self-employed | 22% |");
    expect(page).toContain("**€25 a month**");
    expect(await readFile(path.join(root, CONSTITUTION), "utf8")).toContain("| pt:new-duty |");
    await isAtOne(root);
    const after = await filesIn(root);
    expect(flat((await hq(root, "pack", "update", "--from", kit)).out)).toContain(
      "Nothing to take",
    );
    expect(await filesIn(root)).toEqual(after);
  });

  it("tells with both values what both changed, and the newest reading counts everywhere", async () => {
    const root = await installedCompany(packageRoot);
    const until = ["--check-by", "2027-12-31"];
    await hq(root, "facts", "renew", "ss-minimum", "--value", "30", ...until);
    const kit = await newerKit({ facts: (rows) => read(rows, "ss-minimum", [25, "2027-01-25"]) });
    const { exit, err } = await hq(root, "pack", "update", "--from", kit);
    expect(exit).toBe(1);
    expect(flat(err)).toContain(
      `Conflict in the fact ss-minimum: yours, read 2027-01-20, is "€30"; the kit's, read 2027-01-25, is "€25". The kit's counts`,
    );
    expect((await fact(root, "ss-minimum"))?.value).toBe(25);
    expect(await readFile(path.join(root, SOCIAL), "utf8")).toContain("**€25 a month**");
    await isAtOne(root);
    // What the founder read is still there.
    expect(await readFile(path.join(root, ".hq-kit/renewed/pt.json"), "utf8")).toContain("30");
  });

  it("keeps rows that the founder wrote into the pack itself, and words of the founder's in a page", async () => {
    const root = await installedCompany(packageRoot);
    const file = ".hq-kit/packs/pt/facts.json";
    const rows = JSON.parse(await readFile(path.join(root, file), "utf8")) as Rows;
    read(rows, "ss-rate", [22, "2027-01-18"]);
    await put(root, file, JSON.stringify(rows));
    const page = await readFile(path.join(root, SOCIAL), "utf8");
    await put(root, SOCIAL, page.replace("## Traps", "Our accountant is in Faro.\n\n## Traps"));
    const kit = await newerKit({ facts: (newer) => read(newer, "ss-minimum", [25]) });
    const { exit, out, err } = await hq(root, "pack", "update", "--from", kit);
    expect(flat(out)).toContain("pt/facts.json: kept 1 (ss-rate)");
    // The formula of the page still said the old rate, beside the line that the newer kit changed.
    expect([exit, flat(err)]).toEqual([1, expect.stringContaining(`Conflict in ${SOCIAL}`)]);
    const after = await readFile(path.join(root, SOCIAL), "utf8");
    expect(after).toContain("Our accountant is in Faro.");
    expect(after).toContain("| Contribution rate, self-employed | 22% |");
    expect(after).toContain("**€25 a month**");
  });

  it("leaves an older pack out, and refuses what it cannot read, with nothing changed", async () => {
    const root = await installedCompany(packageRoot);
    const before = await filesIn(root);
    const old = await newerKit({ pack: () => {} });
    const card = await readFile(path.join(old, "packs/pt/pack.json"), "utf8");
    await put(old, "packs/pt/pack.json", card.replace("2027-01-15", "2026-01-15"));
    expect(flat((await hq(root, "pack", "update", "--from", old)).out)).toContain("pt: is older");
    const broken = await newerKit({
      facts: (rows) => Object.assign(row(rows, "facts", "ias"), { checkBy: "soon" }),
    });
    const refused = await hq(root, "pack", "update", "--from", broken);
    expect([refused.exit, flat(refused.err)]).toEqual([
      1,
      expect.stringMatching(/facts row \d+ "ias", checkBy with "soon".*Nothing was changed/),
    ]);
    const none = await hq(root, "pack", "update", "--from", await tempFolder());
    expect(flat(none.err)).toContain("holds none, expected a clone of Solo HQ");
    expect(await filesIn(root)).toEqual(before);
  });

  it("works in a clone, with the packs of a company that has a newer kit", async () => {
    const clone = await clonedPackage({ packs: true });
    const made = await hq(
      clone,
      "init",
      "--yes",
      "--company",
      "Boia",
      "--founder",
      "Ana",
      "--country",
      "PT",
    );
    expect(made.exit).toBe(0);
    const kit = await newerKit({ facts: (rows) => read(rows, "ss-minimum", [25]) });
    const company = await installedCompany(kit);
    expect((await hq(clone, "pack", "update", "--from", company)).exit).toBe(0);
    expect((await fact(clone, "ss-minimum"))?.value).toBe(25);
    expect(await readFile(path.join(clone, SOCIAL), "utf8")).toContain("**€25 a month**");
  });

  it("leaves old or new when it is killed at any time", { timeout: 120_000 }, async () => {
    const root = await installedCompany(packageRoot);
    const kit = await newerKit({ facts: (rows) => read(rows, "ss-minimum", [25]) });
    const done = await tempFolder();
    await cp(root, done, { recursive: true });
    await hq(done, "pack", "update", "--from", kit);
    const tracked = async (folder: string) =>
      [...(await filesIn(folder))].filter(
        // What an atomic write of a killed process leaves beside its file is no file of the company.
        ([file]) => !file.startsWith(".hq/") && !/\.\d{6,}$/.test(file),
      );
    const [old, now] = [await tracked(root), await tracked(done)];
    expect(now).not.toEqual(old);
    const seen = new Set<string>();
    for (const killAfter of [0, 1, 2, 4, 7, 11, 16, 30]) {
      const copy = await tempFolder();
      await cp(root, copy, { recursive: true });
      await killed([copy, kit], killAfter);
      // Whoever reads the packs next finishes what was begun.
      await readCompanyPacks(copy);
      const files = await tracked(copy);
      seen.add(JSON.stringify(files) === JSON.stringify(old) ? "old" : "new");
      expect([old, now]).toContainEqual(files);
    }
    expect(seen).toEqual(new Set(["old", "new"]));
  });
});

/** Runs the update in a process that dies after so many files were put in their place. */
async function killed([root, kit]: [string, string], renames: number): Promise<void> {
  const script = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    let left = ${renames};
    for (const name of ["rename", "renameSync"]) {
      const real = fs[name];
      fs[name] = (...args) => { if (left-- <= 0) process.kill(process.pid, "SIGKILL"); return real(...args); };
    }
    syncBuiltinESMExports();
    const { runPackUpdate } = await import(${JSON.stringify(path.join(PROJECT, "setup/run-pack-update.ts"))});
    await runPackUpdate({ root: ${JSON.stringify(root)}, from: ${JSON.stringify(kit)} }, { io: { cwd: "/" }, packageRoot: "/" });
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: "inherit",
  });
  await new Promise((resolve) => child.once("exit", resolve));
}

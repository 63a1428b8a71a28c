/** Rows that protected the founder's own product: not installed any more, and taken out by an upgrade. */

import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { MANIFEST_FILE } from "../../files/root.ts";
import { parseManifest, printManifest, sha256 } from "../../setup/manifest.ts";
import { isUpToDate } from "../../setup/plan-upgrade.ts";
import { relocated, withoutInstalledRows } from "../../setup/relocate.ts";
import { runInit } from "../../setup/run-init.ts";
import { runUpgrade } from "../../setup/run-upgrade.ts";
import { runHq } from "../cli/run-hq.ts";
import {
  ANSWERS,
  clonedPackage,
  filesIn,
  initTools,
  installedCompany,
  put,
  realKit,
  removeFolders,
  testIo,
} from "./company.ts";

const PAGE = ".github/copilot-instructions.md";
const GUARD = ".github/hooks/guard/protected.mjs";
const FREED = ["package.json", "bin/**", "dist/**", ".vscode/**"];
let kit: ReadonlyMap<string, string>;
let clone: string;

beforeAll(async () => {
  kit = await realKit();
  clone = await clonedPackage();
});
afterAll(removeFolders);

const globs = (page: string) =>
  parseConstitution(page, PAGE).constitution.protectedFiles.map((file) => file.path);
const raw = () => kit.get(PAGE) ?? "";
/** What stands in the rows of a clone and of a product beside an installed kit. */
const inClone = () => globs(raw());
const beside = () =>
  inClone()
    .filter((glob) => !["package.json", "bin/**", "dist/**"].includes(glob))
    .map((glob) => (glob === ".vscode/**" ? ".vscode/mcp.json" : glob));

/** The company as an earlier version installed it; `edit` is what the founder did to the page since. */
async function installedEarlier(edit: (page: string) => string = (page) => page): Promise<string> {
  const root = await installedCompany(clone);
  const files = await filesIn(root);
  const manifest = parseManifest(files.get(MANIFEST_FILE) ?? "");
  const older = { [PAGE]: raw(), [GUARD]: "// an older guard\n" };
  for (const [file, text] of Object.entries(older)) {
    await put(root, `.hq-kit/base/${file}`, text);
    manifest.files[file] = sha256(text);
  }
  await put(root, MANIFEST_FILE, printManifest(manifest));
  await put(root, GUARD, older[GUARD]);
  const [, table = ""] = raw().split("## Protected files");
  const [before = ""] = (files.get(PAGE) ?? "").split("## Protected files");
  await put(root, PAGE, edit(`${before}## Protected files${table}`));
  return root;
}

async function upgrade(root: string) {
  const outcome = await runUpgrade({ root }, { io: testIo(root), packageRoot: clone });
  if (outcome.kind !== "written") throw new Error(outcome.kind);
  return { plan: outcome.plan, page: (await filesIn(root)).get(PAGE) ?? "" };
}

describe("hq init", () => {
  test("beside a product protects what the company stands on, and of the editor's settings the servers", async () => {
    const root = await installedCompany(clone);
    const files = await filesIn(root);
    expect(globs(files.get(PAGE) ?? "")).toEqual(beside());
    expect(beside()).toContain(".vscode/mcp.json");
    expect(files.get(`.hq-kit/base/${PAGE}`)).toBe(relocated(PAGE, raw()));
  });

  test("in a clone protects the programs, which are there", async () => {
    const own = await clonedPackage();
    await runInit({ ...ANSWERS, product: [...ANSWERS.product] }, initTools(own));
    expect(globs((await filesIn(own)).get(PAGE) ?? "")).toEqual(inClone());
  });

  test("says in a line what Copilot may not change from now on", async () => {
    const root = path.join(await installedCompany(clone), "product");
    const given = ["--company", "Farol", "--founder", "Ana", "--country", "PT", "--into", root];
    const { stdout } = await runHq(["init", ...given, "--dry-run"]);
    const said = stdout.replaceAll(/\s+/g, " ");
    expect(said).toContain("From now on Copilot may not change the company's own files");
    expect(said).toContain("Your product stays open to it, package.json too.");
  });
});

describe("hq upgrade of a company that was installed earlier", () => {
  test("takes the rows out, brings the guard that knows it, and says so once", async () => {
    const root = await installedEarlier();
    const { plan, page } = await upgrade(root);
    expect(plan.conflicts).toEqual([]);
    expect([...plan.freed].sort()).toEqual([...FREED].sort());
    expect(globs(page)).toEqual(beside());
    expect((await filesIn(root)).get(GUARD)).toBe(kit.get(GUARD));
    const again = await upgrade(root);
    expect(isUpToDate(again.plan)).toBe(true);
    expect(again.plan.freed).toEqual([]);
  });

  test("prints which", async () => {
    const root = await installedEarlier();
    const { stdout } = await runHq(["upgrade", "--root", root, "--dry-run"]);
    const said = stdout.replaceAll(/\s+/g, " ");
    expect(said).toContain("No longer protected, as they are your product's own:");
    for (const glob of FREED) expect(said).toContain(glob);
  });

  test.each<[string, (page: string) => string, (rows: string[]) => string[]]>([
    [
      "rows of the founder's around them",
      (page) =>
        page
          .replace("| package.json |", "| secrets/** |\n| package.json |\n| package-lock.json |")
          .replace("| dist/** |", "| dist/** |\n| web/dist/** |"),
      (rows) => [...rows, "secrets/**", "package-lock.json", "web/dist/**"],
    ],
    [
      "a row that the founder wrote otherwise",
      (page) =>
        page
          .replace("| bin/** |", "| bin/release.sh |")
          .replace("| dist/** |", "| dist/legacy/** |"),
      (rows) => [...rows, "bin/release.sh", "dist/legacy/**"],
    ],
    [
      "a row that the founder took out",
      (page) => page.replace("| .github/lsp.json |\n", ""),
      (rows) => rows.filter((glob) => glob !== ".github/lsp.json"),
    ],
    [
      "a row that stands there twice",
      (page) => page.replace("| dist/** |", "| dist/** |\n| a.md |\n| a.md |"),
      (rows) => [...rows, "a.md", "a.md"],
    ],
    [
      "the row of the servers there already",
      (page) => page.replace("| .vscode/** |", "| .vscode/** |\n| .vscode/mcp.json |"),
      (rows) => rows,
    ],
    [
      "other tables and words changed",
      (page) =>
        page
          .replace("No agent edits these, by any tool.", "My words.")
          .replace("| metric | 7 days |", "| metric | 3 days |"),
      (rows) => rows,
    ],
    ["line ends of Windows", (page) => page.replaceAll("\n", "\r\n"), (rows) => rows],
  ])("keeps %s", async (_, edit, expected) => {
    const root = await installedEarlier(edit);
    const { plan, page } = await upgrade(root);
    expect(plan.conflicts).toEqual([]);
    expect(globs(page).sort()).toEqual(expected(beside()).sort());
    const mine = edit("My words.\n| metric | 3 days |\n").includes("\r\n");
    expect(page.includes("\r\n")).toBe(mine);
  });

  test("leaves a table alone to which the founder gave another column", async () => {
    const root = await installedEarlier((page) => {
      const [before = "", table = ""] = page.split("## Protected files");
      const wide = table.replace("|---|", "|---|---|").replace(/^(\| [^|]+ \|)$/gm, "$1 why |");
      return `${before}## Protected files${wide}`;
    });
    const { plan, page } = await upgrade(root);
    expect(plan.conflicts).toEqual([]);
    expect(page).toContain("| package.json | why |");
    expect(plan.freed).toEqual([]);
  });

  test("does not take out what the founder puts back afterwards", async () => {
    const root = await installedEarlier();
    const { page } = await upgrade(root);
    await put(root, PAGE, `${page.trimEnd()}\n| package.json |\n`);
    await rm(path.join(root, "BOARD.md"));
    const again = await upgrade(root);
    expect(globs(again.page)).toEqual([...beside(), "package.json"]);
    expect(again.plan.freed).toEqual([]);
  });
});

test("only rows that were installed are taken out", () => {
  const mine = "## Protected files\n\n| Path |\n|---|\n| dist/** |\n| bin/** |\n| x |\n";
  const base = "## Protected files\n\n| Path |\n|---|\n| bin/** |\n";
  expect(withoutInstalledRows(mine, base)).toBe(mine.replace("| bin/** |\n", ""));
  expect(relocated(PAGE, relocated(PAGE, mine))).toBe(relocated(PAGE, mine));
});

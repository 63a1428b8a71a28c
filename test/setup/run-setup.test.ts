/** `hq setup`: what was answered is changed, and what follows comes and goes with it. */
import { execFileSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pagesOfPacks } from "../../company/pack/pages.ts";
import { readCompany } from "../../files/company.ts";
import { readCompanyPacks } from "../../files/packs.ts";
import { effective } from "../../setup/change.ts";
import { applyTogether, finishTogether, JOURNAL_FILE } from "../../setup/journal.ts";
import { KEPT_ANSWERS_FILE } from "../../setup/kept-answers.ts";
import { KEPT_ROWS_FILE } from "../../setup/kept-copies.ts";
import { runInit } from "../../setup/run-init.ts";
import { runSetup, type SetupOptions, type SetupTools } from "../../setup/run-setup.ts";
import { runUpgrade } from "../../setup/run-upgrade.ts";
import {
  clonedPackage,
  filesIn,
  initTools,
  installedCompany,
  put,
  removeFolders,
  testIo,
} from "./company.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
const TAX = ".github/skills/portuguese-tax/SKILL.md";
const LAW = ".github/skills/portuguese-business-law/SKILL.md";
let packageRoot: string;

beforeAll(async () => {
  packageRoot = await clonedPackage({ packs: true });
});
afterAll(removeFolders);

function tools(root: string): SetupTools {
  return {
    io: testIo(root, "2026-12-05T09:00:00Z"),
    packageRoot,
    systemTimeZone: "UTC",
    ask: () => Promise.reject(new Error("asked without a terminal")),
    confirm: () => Promise.reject(new Error("asked without a terminal")),
  };
}

async function setup(root: string, options: SetupOptions) {
  const outcome = await runSetup({ root, yes: true, ...options }, tools(root));
  if (!("plan" in outcome)) throw new Error(outcome.kind);
  return outcome;
}

const page = (root: string) => readFile(path.join(root, CONSTITUTION), "utf8");

async function edit(root: string, change: (text: string) => string): Promise<void> {
  const before = await page(root);
  const after = change(before);
  expect(after).not.toBe(before);
  await put(root, CONSTITUTION, after);
}

async function dutiesOf(root: string): Promise<string[]> {
  const { constitution } = await readCompany(root);
  return constitution.packDuties.map(({ pack, duty }) => `${pack}:${duty}`);
}

/** Everything but what is only kept aside. */
async function companyFiles(root: string): Promise<Map<string, string>> {
  const files = await filesIn(root);
  for (const file of files.keys()) {
    if (file === KEPT_ANSWERS_FILE || file.startsWith(".hq/")) files.delete(file);
  }
  return files;
}

test("another country brings what it has and takes what the former one had, there and back to the byte", async () => {
  const root = await installedCompany(packageRoot);
  const before = await filesIn(root);
  const { plan, notes } = await setup(root, { country: "España" });
  const files = await filesIn(root);
  const { constitution, findings } = await readCompany(root);
  expect(findings).toEqual([]);
  expect(constitution.company).toMatchObject({ country: "Spain", timeZone: "Europe/Lisbon" });
  expect(notes.join("\n")).toContain("hq setup timezone Europe/Madrid");
  expect(notes.join("\n")).toMatch(/T-\d+ on the board speaks of Portugal and stays/);
  expect((await dutiesOf(root)).every((duty) => duty.startsWith("es:"))).toBe(true);
  expect(constitution.cadence.map(({ prompt }) => prompt)).not.toContain("quarterly-vat");
  const told = [...files.keys()].filter((file) => !file.startsWith(".hq-kit/packs/"));
  expect(told.filter((file) => /portuguese|seguranca/.test(file))).toEqual([]);
  expect(files.get(".hq-kit/manifest.json")).not.toContain("portuguese");
  expect(plan.rows.goes.map(({ row }) => row)).toEqual(
    expect.arrayContaining(["pt:saf-t", "quarterly-vat"]),
  );
  expect(effective((await setup(root, { country: "Spain" })).plan.changes)).toEqual([]);
  await setup(root, { country: "Portugal" });
  expect(await filesIn(root)).toEqual(before);
});

test("a company that began with a mistyped country gets its duties, prompts and pages", async () => {
  const root = await installedCompany(packageRoot, { country: "Brazil", currency: "EUR" });
  expect(await dutiesOf(root)).toEqual([]);
  const { plan } = await setup(root, { country: "Portugal", timezone: "Europe/Lisbon" });
  const { constitution } = await readCompany(root);
  expect(constitution.cadence.map(({ prompt }) => prompt)).toContain("quarterly-vat");
  expect(await dutiesOf(root)).toEqual(expect.arrayContaining(["pt:saf-t", "pt:iva-periodic"]));
  const paths = [...(await filesIn(root)).keys()];
  expect(paths).toEqual(expect.arrayContaining([TAX, LAW, `.hq-kit/base/${TAX}`]));
  expect(plan.open).toContain("IVA periodic return");
});

test("a country that was corrected by hand brings the same at the next hq setup", async () => {
  const root = await installedCompany(packageRoot, { country: "Brazil", currency: "EUR" });
  await edit(root, (text) => text.replace("| Country | Brazil |", "| Country | Portugal |"));
  await setup(root, {});
  const asked = await installedCompany(packageRoot, { country: "Brazil", currency: "EUR" });
  await setup(asked, { country: "Portugal" });
  expect(await companyFiles(root)).toEqual(await companyFiles(asked));
});

describe("answers", () => {
  test("bring the duties that they allow and take those that they rule out", async () => {
    const root = await installedCompany(packageRoot);
    const { plan } = await setup(root, { answer: ["legal-form=lda", "vat=normal-monthly"] });
    const duties = await dutiesOf(root);
    expect(duties).toEqual(expect.arrayContaining(["pt:modelo-22", "pt:iva-periodic-monthly"]));
    for (const gone of ["pt:modelo-3", "pt:social-security-payment", "pt:iva-periodic"]) {
      expect(duties).not.toContain(gone);
      expect(plan.rows.goes.map(({ row }) => row)).toContain(gone);
    }
    await setup(root, { answer: ["legal-form=not set", "vat=not set"] });
    const fresh = await installedCompany(packageRoot);
    expect(await companyFiles(root)).toEqual(await companyFiles(fresh));
  });

  test("that fit no question change nothing at all", async () => {
    const root = await installedCompany(packageRoot);
    const before = await filesIn(root);
    const wrong: [SetupOptions, RegExp][] = [
      [{ answer: ["legal-form=ldaa"] }, /Did you mean "lda"\?/],
      [{ answer: ["legal-from=lda"] }, /Did you mean "legal-form"\?/],
      [
        { country: "Spain", answer: ["employed-too=no"] },
        /the pack es \(Spain\) has no such question/,
      ],
      [{ country: "Brazil", answer: ["vat=exempt"] }, /no pack is here for Brazil/],
      [{ country: "Portgual" }, /Did you mean Portugal\?/],
      [{ product: ["Farol|launched"] }, /Did you mean "live"\?/],
      [{ timezone: "Europe/Lisboa" }, /Did you mean "Europe\/Lisbon"\?/],
    ];
    for (const [options, says] of wrong) {
      await expect(setup(root, options)).rejects.toThrow(says);
    }
    expect(await filesIn(root)).toEqual(before);
  });

  test("of earlier companies are read where they stood and move into the table Company", async () => {
    const root = await installedCompany(packageRoot);
    await edit(root, (text) =>
      text
        .replaceAll(/^\| [a-z][a-z-]* \| not set \|\n/gm, "")
        .replace(
          "## Budgets",
          "## Situation\n\nWhat decides which duties of the country's pack apply; `hq pack questions` asks, `hq pack answer` writes.\n\n| Question | Our answer |\n|---|---|\n| legal-form | sole-trader |\n| vat | not set |\n\n## Budgets",
        ),
    );
    await setup(root, { answer: ["vat=exempt"] });
    const after = await page(root);
    expect(after).not.toContain("Situation");
    expect(after).toMatch(/\| Since \| .*\n\| legal-form \| sole-trader \|\n\| vat \| exempt \|\n/);
    const fresh = await installedCompany(packageRoot);
    await setup(fresh, { answer: ["legal-form=sole-trader", "vat=exempt"] });
    expect(after).toBe(await page(fresh));
  });
});

describe("what is the founder's", () => {
  test("rows of his own stand, and a duty that he took out stays out until he wants it back", async () => {
    const root = await installedCompany(packageRoot);
    const own = "| Trademark renewal | `0 0 15 6 *` | lawyer | 60 days |\n";
    await edit(root, (text) =>
      text.replace(/^\| pt:e-fatura .*\n/m, "").replace(/(\| pt:saf-t .*\n)/, `$1${own}`),
    );
    await setup(root, { answer: ["vat=exempt"] });
    expect(await page(root)).toContain(own);
    expect(await dutiesOf(root)).not.toContain("pt:e-fatura");
    const { plan } = await setup(root, { language: "Portuguese" });
    expect(plan.rows.missing.map(({ row }) => row)).toEqual(["pt:e-fatura"]);
    await setup(root, { duties: true });
    expect(await dutiesOf(root)).toContain("pt:e-fatura");
    expect(await page(root)).toContain(own);
  });

  test("pages, rows and answers that he changed are kept when they go, and that is told", async () => {
    const root = await installedCompany(packageRoot, { answer: ["vat=exempt"] });
    const mine = `${await readFile(path.join(root, TAX), "utf8")}\nMine.\n`;
    await put(root, TAX, mine);
    await edit(root, (text) =>
      text
        .replace("| pt:saf-t | | | |", "| pt:saf-t | `0 0 3 * *` | cfo | |")
        .replace(/^\| quarterly-vat \|.*$/m, "| quarterly-vat | `0 7 1 * *` | coo | once |"),
    );
    const { plan } = await setup(root, { country: "Brazil" });
    const copy = `.hq-kit/removed/${TAX}`;
    const files = await filesIn(root);
    expect(files.get(copy)).toBe(mine);
    expect(files.get(KEPT_ROWS_FILE)).toContain("Obligations: | pt:saf-t | `0 0 3 * *` | cfo |  |");
    expect(files.get(KEPT_ROWS_FILE)).toContain(
      "Cadence: | quarterly-vat | `0 7 1 * *` | coo | once |",
    );
    expect(JSON.parse(files.get(KEPT_ANSWERS_FILE) ?? "")).toEqual({
      answers: { "pt:vat": "exempt" },
    });
    const told = plan.kept.map(({ what, path: place }) => `${what} → ${place}`).join("\n");
    expect(told).toContain(`${TAX} → ${copy}`);
    expect(told).toContain(`quarterly-vat | \`0 7 1 * *\` | coo | once | → ${KEPT_ROWS_FILE}`);
    expect(told).toContain(`pt:vat = exempt → ${KEPT_ANSWERS_FILE}`);
    // What he writes there the next time does not replace what is kept.
    await setup(root, { country: "Portugal" });
    await put(root, TAX, "Other words.\n");
    await setup(root, { country: "Brazil" });
    const later = await filesIn(root);
    expect(later.get(copy)).toBe(mine);
    expect(later.get(`.hq-kit/removed/2/${TAX}`)).toBe("Other words.\n");
  });

  test("answers come back with the country, and what several countries ask goes along", async () => {
    const root = await installedCompany(packageRoot, { answer: ["vat=exempt", "oss=yes"] });
    await setup(root, { country: "Spain" });
    const situation = async () =>
      (await readCompany(root)).constitution.situation.map(({ question, answer }) => [
        question,
        answer,
      ]);
    expect(await situation()).toEqual([["oss", "yes"]]);
    await setup(root, { country: "Brazil" });
    expect(await situation()).toEqual([]);
    await setup(root, { country: "PT" });
    expect(await situation()).toEqual([
      ["vat", "exempt"],
      ["oss", "yes"],
    ]);
    expect((await filesIn(root)).has(KEPT_ANSWERS_FILE)).toBe(false);
  });
});

test("products change by their name, keep what is not said anew, and new ones are remembered", async () => {
  const root = await installedCompany(packageRoot);
  const { notes } = await setup(root, { product: ["farol|beta", "Boia|live||boia.example"] });
  const { constitution } = await readCompany(root);
  expect(constitution.products).toMatchObject([
    { name: "farol", status: "beta", stack: "Node, SQLite", url: "https://farol.example" },
    { name: "Boia", status: "live", url: "https://boia.example" },
  ]);
  expect(notes).toContain("Boia: https:// was added, the address is https://boia.example.");
  const memory = (await readFile(path.join(root, "memory.jsonl"), "utf8"))
    .split("\n")
    .filter((line) => line.includes('"product"'))
    .map((line) => JSON.parse(line) as { name: string; observations: string[] });
  // Under the name that memory knows it by; what is no longer true is gone.
  expect(memory.map(({ name }) => name)).toEqual(["Farol", "Boia"]);
  const [farol] = memory;
  expect(farol?.observations.filter((line) => line.startsWith("Status:"))).toEqual([
    "Status: beta",
  ]);
  expect(farol?.observations).toContain("Source: the founder, at hq setup");
});

test("an upgrade after a move has nothing to undo and brings the new country's pages on", async () => {
  const root = await installedCompany(packageRoot, { country: "Spain" });
  await setup(root, { country: "Portugal" });
  const newer = await clonedPackage({ version: "0.2.0", packs: true });
  // The page is made from the pack's text and figures.
  const source = path.join(newer, "packs/pt/pages/portuguese-tax/SKILL.md");
  const text = await readFile(source, "utf8");
  await writeFile(source, text.replace("description: Portuguese tax.", "description: New."));
  const outcome = await runUpgrade({ root }, { io: testIo(root), packageRoot: newer });
  if (!("plan" in outcome)) throw new Error(outcome.kind);
  expect(outcome.plan.conflicts).toEqual([]);
  expect(await readFile(path.join(root, TAX), "utf8")).toContain("description: New.");
});

test("a company of an older version, without the other countries' pages, takes them from the program that runs", async () => {
  const root = await installedCompany(packageRoot, { country: "Spain" });
  await rm(path.join(root, ".hq-kit/countries.json"));
  await setup(root, { country: "Portugal" });
  expect((await filesIn(root)).has(TAX)).toBe(true);
});

test("a dry run, and a look without a word of what to change, write nothing", async () => {
  const root = await installedCompany(packageRoot);
  const before = await filesIn(root);
  const dry = await runSetup({ root, country: "Spain", dryRun: true }, tools(root));
  expect(dry.kind).toBe("planned");
  await edit(root, (text) => text.replace("| Country | Portugal |", "| Country | Spain |"));
  const edited = await filesIn(root);
  expect((await runSetup({ root }, tools(root))).kind).toBe("planned");
  expect(await filesIn(root)).toEqual(edited);
  await put(root, CONSTITUTION, before.get(CONSTITUTION) ?? "");
  expect((await runSetup({ root }, tools(root))).kind).toBe("nothing");
});

test("before hq init there is nothing to change, and the error says so", async () => {
  const root = await clonedPackage({ packs: true });
  await expect(setup(root, { country: "PT" })).rejects.toThrow("no company was set up there");
});

test("in a clone it is the same, with the pages at their place there", async () => {
  const root = await clonedPackage({ packs: true });
  const answers = { company: "Acme", founder: "Ana", country: "Brazil", currency: "BRL" };
  await runInit({ root, ...answers }, initTools(root));
  expect((await filesIn(root)).has(TAX)).toBe(false);
  await runSetup({ root, yes: true, country: "PT" }, { ...tools(root), packageRoot: root });
  const files = await filesIn(root);
  expect([files.has(TAX), files.has(LAW), files.has(`.hq-kit/base/${TAX}`)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(await dutiesOf(root)).toContain("pt:saf-t");
});

test.each([true, false])(
  "a clone that an older version set up takes the pages from git's history (removal committed: %s)",
  async (isCommitted) => {
    const root = await clonedPackage({ packs: true });
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], {
        cwd: root,
        stdio: "ignore",
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "the kit");
    const wanted = await readFile(path.join(root, TAX), "utf8");
    const answers = { company: "Acme", founder: "Ana", country: "Brazil", currency: "BRL" };
    await runInit({ root, ...answers }, initTools(root));
    await rm(path.join(root, ".hq-kit/countries.json"));
    if (isCommitted) {
      git("add", "-A");
      git("commit", "-qm", "our company");
    }
    await runSetup({ root, yes: true, country: "PT" }, { ...tools(root), packageRoot: root });
    expect((await filesIn(root)).get(TAX)).toBe(wanted);
  },
);

test("pages that come back with a country have in them what was read again, by the same one change", async () => {
  const root = await installedCompany(packageRoot);
  const made = async (code: string) => {
    const pack = (await readCompanyPacks(root)).packs.find(({ card }) => card.code === code);
    return pack === undefined ? [] : pagesOfPacks([pack]);
  };
  const source = { article: "read again", grade: "A", readOn: "2026-12-04" };
  const rest = { source, checkBy: "2027-12-31", why: "seldom changes" };
  const facts = [
    { id: "pdf-invoice", fact: "PDF invoices", value: "accepted until 2028", ...rest },
    { id: "withdrawal-days", fact: "Right of withdrawal", value: "15 days now", ...rest },
  ];
  await put(root, ".hq-kit/renewed/pt.json", JSON.stringify({ facts, law: [] }));
  for (const { path: file, text } of await made("pt")) await put(root, file, text);
  const before = await filesIn(root);
  await setup(root, { country: "Spain" });
  const inSpain = await filesIn(root);
  const spanish = (await made("es")).filter(({ path: file }) => before.has(file));
  expect(spanish.length).toBeGreaterThan(3);
  for (const { path: file, text } of spanish) expect(inSpain.get(file), file).toBe(text);
  expect([...inSpain.values()].join("\n")).not.toContain("| 15 days now |");
  // Nothing that stood as the pack made it was taken for the founder's own words.
  expect([...inSpain.keys()].filter((file) => file.includes("portuguese-tax"))).toEqual(
    [...before.keys()].filter((file) => file.startsWith(".hq-kit/packs/pt/pages/portuguese-tax")),
  );
  await setup(root, { country: "Portugal" });
  const after = await filesIn(root);
  for (const { path: file, text } of await made("pt")) expect(after.get(file), file).toBe(text);
  expect(after.get(".github/skills/portuguese-tax/invoicing.md")).toContain("accepted until 2028");
});

test("cut off at any step, the next command finds the old company or finishes the new one", async () => {
  const old = await installedCompany(packageRoot);
  const oldFiles = await filesIn(old);
  const target = await installedCompany(packageRoot);
  const { plan } = await setup(target, { country: "Spain", answer: ["oss=yes"] });
  const newFiles = await filesIn(target);
  const wanted = effective(plan.changes);
  for (let cut = 0; cut <= wanted.length; cut += Math.max(1, Math.floor(wanted.length / 7))) {
    const root = await installedCompany(packageRoot);
    // What the write of a file leaves that was cut off, and a file of the founder's that is called so.
    await put(root, ".github/copilot-instructions.md.3956376388", "");
    if (cut === 0) await put(root, ".github/copilot-instructions.md.12345", "Mine.\n");
    // A journal, and as many of its files as were written before the machine went.
    await put(root, JOURNAL_FILE, JSON.stringify({ changes: wanted, entities: [] }));
    for (const change of wanted.slice(0, cut)) {
      if (change.kind === "remove") await rm(path.join(root, change.path));
      else await put(root, change.path, change.text);
    }
    expect(await finishTogether(root, tools(root).io)).toBe(true);
    const files = await filesIn(root);
    const mine = files.get(".github/copilot-instructions.md.12345");
    expect(mine).toBe(cut === 0 ? "Mine.\n" : undefined);
    files.delete(".github/copilot-instructions.md.12345");
    expect(files).toEqual(newFiles);
    expect(await finishTogether(root, tools(root).io)).toBe(false);
  }
  // Somebody else's words are not written over.
  const root = await installedCompany(packageRoot);
  await put(root, JOURNAL_FILE, JSON.stringify({ changes: wanted, entities: [] }));
  await edit(root, (text) => text.replace("# Constitution", "# Ours"));
  const edited = await filesIn(root);
  await expect(finishTogether(root, tools(root).io)).rejects.toThrow(/has changed since/);
  expect(await filesIn(root)).toEqual(edited);
  await rm(path.join(root, JOURNAL_FILE));
  expect((await filesIn(old)).size).toBe(oldFiles.size);
  await applyTogether(old, { changes: wanted, entities: [] }, tools(old).io);
  expect(await filesIn(old)).toEqual(newFiles);
});

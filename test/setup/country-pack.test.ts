/** A company whose country has a pack: its rows name the pack's duties, and the founder's answers decide. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { checkPacks } from "../../doctor/packs.ts";
import { readCompany } from "../../files/company.ts";
import { writePackPages } from "../../files/pack-pages.ts";
import { readCompanyPacks } from "../../files/packs.ts";
import { renewFact } from "../../office/packs/renew-fact.ts";
import { effective } from "../../setup/change.ts";
import { runInit } from "../../setup/run-init.ts";
import { runUpgrade } from "../../setup/run-upgrade.ts";
import {
  ANSWERS,
  clonedPackage,
  filesIn,
  initTools,
  installedCompany,
  put,
  removeFolders,
  tempFolder,
  testIo,
} from "./company.ts";

const CONSTITUTION = ".github/copilot-instructions.md";

afterAll(removeFolders);

async function company(answers: Record<string, unknown> = {}) {
  const packageRoot = await clonedPackage({ packs: true });
  const root = await tempFolder();
  const tools = initTools(packageRoot);
  const outcome = await runInit(
    { ...ANSWERS, product: [...ANSWERS.product], ...answers, into: root, yes: true },
    tools,
  );
  if (outcome.kind !== "written") throw new Error(outcome.kind);
  return { root, packageRoot, plan: outcome.plan };
}

test("its duties are rows of the pack, with every question open, and packs lie in .hq-kit", async () => {
  const { root, plan } = await company();
  const { constitution, findings } = await readCompany(root);
  expect(findings).toEqual([]);
  expect(constitution.obligations).toEqual([]);
  expect(constitution.packDuties.map(({ pack, duty }) => `${pack}:${duty}`)).toEqual(
    plan.obligations.map(({ packDuty }) => packDuty),
  );
  expect(constitution.packDuties.map(({ duty }) => duty)).toEqual(
    expect.arrayContaining(["iva-periodic", "saf-t", "modelo-3", "social-security-payment"]),
  );
  expect(constitution.packDuties.map(({ duty }) => duty)).not.toContain("modelo-22");
  const page = await readFile(path.join(root, CONSTITUTION), "utf8");
  expect(page).toMatch(/## Company\n[\s\S]*\| legal-form \| not set \|[\s\S]*\n## Products/);
  expect(page).not.toContain("## Situation");
  expect(constitution.situation).toEqual([]);
  const { packs } = await readCompanyPacks(root);
  expect(packs.map(({ card }) => card.code).sort()).toEqual(["es", "eu", "pt"]);
  const paths = [...(await filesIn(root)).keys()].filter((file) => file.endsWith("pt/duties.json"));
  expect(paths).toEqual([".hq-kit/packs/pt/duties.json"]);
  const board = await readFile(path.join(root, "BOARD.md"), "utf8");
  expect(board).toContain("Answer the questions that decide which of these apply: hq setup");
  expect(board).toContain("  - IVA periodic return: CIVA art. 41(1)(b)");
  // Every file that the first week names is where it says.
  const files = await filesIn(root);
  const named = [...board.matchAll(/(?<![\w/])[.\w-]+(?:\/[.\w-]+)+\.(?:json|md)/g)].map(
    ([file]) => file,
  );
  expect(named).toContain(paths[0]);
  expect(named.filter((file) => !files.has(file))).toEqual([]);
});

test("Spain has a pack, a country without one has none of it", async () => {
  const spain = await company({ country: "España" });
  const { constitution } = await readCompany(spain.root);
  expect(constitution.packDuties.map(({ pack, duty }) => `${pack}:${duty}`)).toContain(
    "es:modelo-303",
  );
  const brazil = await company({ country: "Brazil" });
  const page = await readFile(path.join(brazil.root, CONSTITUTION), "utf8");
  expect(page).not.toContain("legal-form");
  expect(parseConstitution(page, CONSTITUTION).constitution.packDuties).toEqual([]);
});

test("answers that are given decide which duties come, and what is still open", async () => {
  const { root, plan } = await company({
    answer: ["legal-form=lda", "vat=normal-monthly", "pays-people=no", "activity-start=2026-10-01"],
  });
  const { constitution } = await readCompany(root);
  const duties = constitution.packDuties.map(({ duty }) => duty);
  expect(duties).toEqual(expect.arrayContaining(["modelo-22", "ies", "iva-periodic-monthly"]));
  for (const other of ["modelo-3", "iva-periodic", "social-security-payment", "dmr"]) {
    expect(duties).not.toContain(other);
  }
  expect(constitution.situation.map(({ question, answer }) => `${question}=${answer}`)).toEqual([
    "legal-form=lda",
    "vat=normal-monthly",
    "activity-start=2026-10-01",
    "pays-people=no",
  ]);
  const open = plan.obligations.filter(({ needsCheck }) => needsCheck);
  expect(open.map(({ packDuty }) => packDuty)).not.toContain("pt:modelo-22");
});

test("with every question answered the first week asks none", async () => {
  const all = ["legal-form=lda", "vat=exempt", "activity-start=2026-10-01", "employed-too=no"];
  all.push("invoice-program=portal", "pays-on-account=no", "buys-abroad=no", "pays-people=no");
  all.push("region=mainland", "municipal-holiday=06-13", "oss=no", "ioss=no");
  all.push("eu-small-business-scheme=no", "sells-to-eu-businesses=no", "offers-software=hosted");
  const { root } = await company({ answer: all });
  expect(await readFile(path.join(root, "BOARD.md"), "utf8")).not.toContain("Answer the questions");
});

test("a page that the pack made follows pack and renewals over an upgrade, and asks nothing", async () => {
  const page = ".github/skills/portuguese-business-law/SKILL.md";
  const { root } = await company();
  const renewal = { id: "complaints-book", value: "Yes, and more.", checkBy: "2027-12-31" };
  await renewFact({ root, now: new Date("2026-12-05T09:00:00Z") }, renewal);
  expect(await readFile(path.join(root, page), "utf8")).toContain("| Yes, and more. |");
  const newer = await clonedPackage({ version: "0.2.0", packs: true });
  const law = await readFile(path.join(newer, "packs/pt/law.json"), "utf8");
  await put(
    newer,
    "packs/pt/law.json",
    law.replace("Must we name a body", "Do we have to name a body"),
  );
  await writePackPages(newer, (await readCompanyPacks(newer)).packs, { dryRun: false });
  const upgrade = () => runUpgrade({ root }, { io: testIo(root), packageRoot: newer });
  const outcome = await upgrade();
  if (!("plan" in outcome)) throw new Error(outcome.kind);
  expect(outcome.plan.conflicts).toEqual([]);
  const after = await readFile(path.join(root, page), "utf8");
  expect(after).toContain("| Yes, and more. |");
  expect(after).toContain("Do we have to name a body");
  const again = await upgrade();
  if (!("plan" in again)) throw new Error(again.kind);
  expect(effective(again.plan.changes)).toEqual([]);
});

test("a page that a hand changed is told, and kept by an upgrade", async () => {
  const page = ".github/skills/portuguese-business-law/SKILL.md";
  const { root, packageRoot } = await company();
  const text = await readFile(path.join(root, page), "utf8");
  const told = async () => {
    const now = await readFile(path.join(root, page), "utf8");
    const texts = new Map([[page, { text: now }]]);
    const packs = await readCompanyPacks(root);
    const { constitution } = await readCompany(root);
    return checkPacks(packs, constitution, { root, today: "2026-12-05", texts })
      .filter(({ what }) => what.startsWith("a page"))
      .map(({ file }) => file);
  };
  expect(await told()).toEqual([]);
  await put(root, page, `${text}\nMine.\n`);
  expect(await told()).toEqual([page]);
  await renewFact(
    { root, now: new Date("2026-12-05T09:00:00Z") },
    { id: "complaints-book", value: "Yes, and more.", checkBy: "2027-12-31" },
  );
  const both = await readFile(path.join(root, page), "utf8");
  expect(both).toContain("| Yes, and more. |");
  expect(both).toMatch(/\nMine\.\n$/);
  await runUpgrade({ root }, { io: testIo(root), packageRoot });
  expect(await readFile(path.join(root, page), "utf8")).toContain("Mine.");
});

test("an upgrade brings the newer pack, and leaves rows and answers as they are", async () => {
  const { root } = await company();
  const page = await readFile(path.join(root, CONSTITUTION), "utf8");
  const answered = page
    .replace("| legal-form | not set |", "| legal-form | sole-trader |")
    .replace(/^\| pt:e-fatura .*\n/m, "");
  await put(root, CONSTITUTION, answered);
  const newer = await clonedPackage({ version: "0.2.0", packs: true });
  const facts = path.join(newer, "packs/pt/facts.json");
  const text = (await readFile(facts, "utf8")).replaceAll("537.13", "548.00");
  await put(newer, "packs/pt/facts.json", text);
  const outcome = await runUpgrade({ root }, { io: testIo(root), packageRoot: newer });
  if (!("plan" in outcome)) throw new Error(outcome.kind);
  expect(outcome.plan.conflicts).toEqual([]);
  expect(await readFile(path.join(root, CONSTITUTION), "utf8")).toBe(answered);
  expect(await readFile(path.join(root, ".hq-kit/packs/pt/facts.json"), "utf8")).toBe(text);
});

const SOCIAL = ".github/skills/seguranca-social/SKILL.md";
const OLD_RATE = /^\| Contribution rate, self-employed \| 21\.4% .*$/m;

/** A company of a kit without packs, with a row of its pages renewed by hand, brought to one whose rate is `rate`. */
async function handRenewed(row: string, rate = 21.4) {
  const earlier = await clonedPackage();
  const root = await installedCompany(earlier, { country: "Portugal" });
  const page = await readFile(path.join(root, SOCIAL), "utf8");
  expect(page).toMatch(OLD_RATE);
  const own = "Our accountant is in Faro.";
  await put(root, SOCIAL, `${page.replace(OLD_RATE, row)}\n${own}\n`);
  const newer = await clonedPackage({ version: "0.2.0", packs: true });
  const facts = await readFile(path.join(newer, "packs/pt/facts.json"), "utf8");
  const rows = JSON.parse(facts.replace("between day 10 and day 20", "from day 10 to day 20"));
  const kits = rows.facts.find(({ id }: { id: string }) => id === "ss-rate");
  if (kits.value !== rate) Object.assign(kits, { value: rate }).source.readOn = "2027-01-10";
  await put(newer, "packs/pt/facts.json", JSON.stringify(rows));
  const outcome = await runUpgrade({ root }, { io: testIo(root), packageRoot: newer });
  if (!("plan" in outcome)) throw new Error(outcome.kind);
  expect(outcome.plan.conflicts).toEqual([]);
  const after = await readFile(path.join(root, SOCIAL), "utf8");
  expect(after).toContain(own);
  // Every other row arrives.
  expect(after).toContain("from day 10 to day 20");
  const [pack] = (await readCompanyPacks(root)).packs.filter(({ card }) => card.code === "pt");
  const fact = pack?.facts.find(({ id }) => id === "ss-rate");
  return { after, fact, told: outcome.plan.rowConflicts, root, newer };
}

test("a row that the founder renewed by hand in an old page is a renewal, and nothing is asked", async () => {
  const row =
    "| Contribution rate, self-employed | 22% | Portaria 9/2026 art. 2 [A] | 2026-12-04 | 2027-12-31 |";
  const { after, fact, told, root, newer } = await handRenewed(row);
  expect(told).toEqual([]);
  expect(after).toContain(row);
  expect(fact).toMatchObject({ value: 22, unit: "percent", checkBy: "2027-12-31" });
  expect(fact?.source).toEqual({
    article: "Portaria 9/2026 art. 2",
    grade: "A",
    readOn: "2026-12-04",
  });
  const again = await runUpgrade({ root }, { io: testIo(root), packageRoot: newer });
  expect("plan" in again && effective(again.plan.changes)).toEqual([]);
});

test("a row that both changed is told with both values, and the newest reading counts", async () => {
  const row = "| Contribution rate, self-employed | 22% | a letter [C] | 2026-12-10 | 2027-12-31 |";
  const { after, fact, told } = await handRenewed(row, 23);
  expect(told).toMatchObject([
    { id: "ss-rate", yours: { says: "22%", readOn: "2026-12-10" }, kits: { says: "23%" } },
  ]);
  expect(fact?.value).toBe(23);
  expect(after).toContain("| Contribution rate, self-employed | 23% |");
});

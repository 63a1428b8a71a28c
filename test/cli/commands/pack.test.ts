/** `hq pack` and `hq facts` on a company in Portugal. */
import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../../cli/program.ts";
import {
  clonedPackage,
  installedCompany,
  PROJECT,
  put,
  removeFolders,
  tempFolder,
  testIo,
} from "../../setup/company.ts";

afterAll(removeFolders);

const CONSTITUTION = ".github/copilot-instructions.md";
const packageRoot = await clonedPackage({ packs: true });

async function hq(root: string, ...argv: string[]) {
  const io = testIo(root, "2026-12-05T09:00:00Z");
  const exit = await run([...argv, "--root", root], io);
  return { exit, out: io.out.join(""), err: io.err.join("") };
}

const flat = (text: string) => text.replaceAll(/\s+/g, " ");
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe("hq pack", () => {
  it("asks what decides, writes the answers, and shows what they change", async () => {
    const root = await installedCompany(packageRoot);
    expect(flat((await hq(root, "pack", "questions")).out)).toContain(
      "legal-form: not set Which legal form",
    );
    expect((await hq(root, "pack", "answer", "legal-form", "sole-trader")).exit).toBe(0);
    const answered = flat((await hq(root, "pack", "answer", "vat", "exempt")).out);
    expect(answered).toMatch(
      /^vat is exempt\. 2 rows come: .*pt:iva-exemption-check.* rows go: .*/,
    );
    expect(answered).toMatch(/rows go: .*pt:iva-periodic \(IVA periodic return\)/);
    const { out } = await hq(root, "pack", "duties");
    expect(out).not.toContain("pt:iva-periodic");
    expect(flat(out)).toContain(
      "pt:saf-t: SAF-T invoices 2026-12-05, lawful until 2026-12-07 (November 2026)",
    );
    expect(flat(out)).toContain("pt:iva-exemption-check");
    expect(flat(out)).toContain("not confirmed that it applies: no answer to invoice-program");
    expect(flat(out)).toContain("IES of a sole trader: Only with organised accounting.");
    const again = await hq(root, "pack", "answer", "vat", "normal-quarterly");
    expect(flat(again.out)).toMatch(/^vat is normal-quarterly \(before: exempt\)\. /);
    const page = await readFile(path.join(root, CONSTITUTION), "utf8");
    expect(page).toContain("| vat | normal-quarterly |");
    expect(page).toContain("| activity-start | not set |");
    const listed = json(
      (await hq(root, "pack", "duties", "--from", "2027-02-01", "--to", "2027-02-28", "--json"))
        .out,
    );
    const iva = (listed.duties as { name: string; days: unknown[] }[]).find(
      ({ name }) => name === "pt:iva-periodic",
    );
    expect(iva?.days).toEqual([
      { due: "2027-02-20", until: "2027-02-22", payBy: null, period: "fourth quarter 2026" },
    ]);
  });

  it("refuses what no question knows", async () => {
    const root = await installedCompany(packageRoot);
    const wrong = await hq(root, "pack", "answer", "vat", "weekly");
    expect([wrong.exit, flat(wrong.err)]).toEqual([
      2,
      expect.stringContaining(
        'Cannot answer "vat" with "weekly": expected exempt, normal-quarterly, normal-monthly, or "not set".',
      ),
    ]);
    const strange = await hq(root, "pack", "answer", "shoe-size", "43");
    expect([strange.exit, flat(strange.err)]).toEqual([
      2,
      expect.stringContaining("the pack pt (Portugal) has no such question"),
    ]);
  });

  it("says so in a country without a pack", async () => {
    const root = await installedCompany(packageRoot, { country: "Brazil" });
    const refused = await hq(root, "pack", "duties");
    expect([refused.exit, flat(refused.err)]).toEqual([
      1,
      expect.stringContaining("the company is in Brazil, expected one of Spain, Portugal"),
    ]);
  });

  it("adopts rows that name a duty in words, and leaves the founder's own", async () => {
    const old = await clonedPackage();
    const root = await installedCompany(old);
    const page = await readFile(path.join(root, CONSTITUTION), "utf8");
    await put(
      root,
      CONSTITUTION,
      page.replace(
        "| IVA payment | `0 0 25 2,5,9,11 *` | accountant |",
        "| Trademark renewal | `0 0 15 6 *` | lawyer | 60 days |\n| IVA payment | `0 0 25 2,5,9,11 *` | cfo |",
      ),
    );
    const before = await readFile(path.join(root, CONSTITUTION), "utf8");
    for (const file of ["pt", "eu"]) {
      for (const part of ["pack", "duties", "questions"]) {
        await put(
          root,
          `.hq-kit/packs/${file}/${part}.json`,
          await readFile(path.join(PROJECT, "packs", file, `${part}.json`), "utf8"),
        );
      }
    }
    const dry = await hq(root, "pack", "adopt", "--dry-run");
    expect(flat(dry.out)).toContain("IVA periodic return → pt:iva-periodic");
    expect(await readFile(path.join(root, CONSTITUTION), "utf8")).toBe(before);
    expect((await hq(root, "pack", "adopt")).exit).toBe(0);
    const after = await readFile(path.join(root, CONSTITUTION), "utf8");
    expect(after).toContain("| pt:iva-periodic | | | |");
    expect(after).toContain("| pt:iva-payment | | cfo | |");
    expect(after).toContain("| Trademark renewal | `0 0 15 6 *` | lawyer | 60 days |");
    expect(after).toContain("| legal-form | not set |");
    expect(after).not.toContain("| SAF-T invoices |");
    expect(flat((await hq(root, "pack", "adopt")).out)).toBe(
      "No row names a duty of the pack in words. ",
    );
  });

  it("checks packs alone", async () => {
    const good = await hq(PROJECT, "pack", "check");
    expect([good.exit, flat(good.out)]).toEqual([
      0,
      expect.stringMatching(/es: \d+ duties.*pt: \d+ duties, \d+ facts/),
    ]);
    const root = await clonedPackage({ packs: true });
    const facts = await readFile(path.join(root, "packs/es/facts.json"), "utf8");
    await put(root, "packs/es/facts.json", facts.replace('"value": 20,', '"value": 19,'));
    const bad = await hq(root, "pack", "check", path.join(root, "packs"));
    expect([bad.exit, flat(bad.out)]).toEqual([
      1,
      expect.stringContaining(
        'the case "modelo 130: a fifth of the net income" gives 1900.00, expected 2000.00',
      ),
    ]);
  });
});

describe("hq facts", () => {
  it("shows what expires with its link, takes what was read, and asks no more", async () => {
    const root = await installedCompany(packageRoot);
    expect(flat((await hq(root, "facts", "list")).out)).toContain(
      "ias: IAS 2026 €537.13, 2026-01-01 to 2026-12-31",
    );
    const due = await hq(root, "facts", "due");
    expect(flat(due.out)).toContain("ss-rate: Contribution rate, self-employed 21.4%");
    expect(due.out).toMatch(/^ {2}https:\/\/\S+$/m);
    expect(due.out).not.toContain("vida:");
    const renewed = await hq(
      root,
      "facts",
      "renew",
      "ias",
      "--value",
      "548.2",
      "--from",
      "2027-01-01",
      "--check-by",
      "2027-12-31",
      "--source",
      "Portaria 1/2027",
    );
    expect([renewed.exit, flat(renewed.out)]).toEqual([
      0,
      "ias: €537.13 from 2026-01-01 → €548.20 from 2027-01-01. Check by 2027-12-31; commit .hq-kit/renewed/pt.json. ",
    ]);
    const facts = json((await hq(root, "facts", "list", "--json")).out).facts as {
      id: string;
      says: string;
      grade: string;
      readOn: string;
    }[];
    expect(facts.filter(({ id }) => id === "ias")).toMatchObject([
      { says: "€537.13", period: "2026-01-01 to 2026-12-31" },
      { says: "€548.20", period: "2027-01-01 to …", grade: "A", readOn: "2026-12-05" },
    ]);
    expect((await hq(root, "facts", "due")).out).not.toMatch(/^ias:/m);
    const same = await hq(root, "facts", "renew", "complaints-book", "--check-by", "2027-12-31");
    expect(flat(same.out)).toContain(
      "complaints-book is read again: Yes, whoever sells to consumers",
    );
  });

  it("refuses what is no fact, no value and no day to come", async () => {
    const root = await installedCompany(packageRoot);
    const renew = async (...argv: string[]) => {
      const { exit, err } = await hq(root, "facts", "renew", ...argv);
      return [exit, flat(err)];
    };
    const until = ["--check-by", "2027-12-31"];
    expect(await renew("ghost", ...until)).toEqual([
      2,
      expect.stringContaining("has no such fact"),
    ]);
    expect(await renew("ias", "--value", "a lot", ...until)).toEqual([
      2,
      expect.stringContaining('Cannot renew the fact "ias": value is not right'),
    ]);
    expect(await renew("iva-normal", ...until)).toEqual([
      2,
      expect.stringContaining("expected --region mainland or madeira or azores"),
    ]);
    expect(await renew("ias", "--check-by", "2026-12-05")).toEqual([
      2,
      expect.stringContaining("has passed"),
    ]);
    expect(await renew("ias", "--link", "ftp://x", ...until)).toEqual([
      2,
      expect.stringContaining("an https address"),
    ]);
    expect(await renew("imprint", "--from", "2027-01-01", ...until)).toEqual([
      2,
      expect.stringContaining("expected no --from"),
    ]);
  });

  it("a renewed fact is in the plan of the day no more, and a damaged file is told", async () => {
    const root = await installedCompany(packageRoot);
    const pack = async () => {
      const { plan } = json((await hq(root, "standup", "--dry-run", "--json")).out) as unknown as {
        plan: { expiringFacts: { items: { skill: string; facts: number }[] }; notes: string[] };
      };
      const line = plan.expiringFacts.items.find(({ skill }) => skill === "pack pt");
      return { facts: line?.facts ?? 0, notes: plan.notes.join("\n") };
    };
    const before = (await pack()).facts;
    await hq(root, "facts", "renew", "ss-rate", "--check-by", "2027-12-31");
    expect((await pack()).facts).toBe(before - 1);
    await put(root, ".hq-kit/renewed/pt.json", "{");
    const damaged = await pack();
    expect(damaged.facts).toBe(before);
    expect(damaged.notes).toContain(".hq-kit/renewed/pt.json");
  });
});

describe("a row of Facts that a hand renewed in a page", () => {
  it("is told, taken over by hq pack pages, and stays when the page is made anew", async () => {
    const root = await installedCompany(packageRoot);
    const file = path.join(root, ".github/skills/seguranca-social/SKILL.md");
    const page = await readFile(file, "utf8");
    const row =
      "| Contribution rate, self-employed | 22% | a letter [C] | 2026-12-04 | 2027-12-31 |";
    await writeFile(file, page.replace(/^\| Contribution rate, self-employed \|.*$/m, row));
    const told = await hq(root, "doctor");
    expect(flat(told.out)).toMatch(
      /seguranca-social.SKILL.md warning: line \d+: a page that is not as the pack makes it/,
    );
    const dry = await hq(root, "pack", "pages", "--dry-run", "--json");
    expect(json(dry.out).taken).toEqual(["ss-rate"]);
    const made = await hq(root, "pack", "pages");
    expect(flat(made.out)).toContain("Taken over from the pages: ss-rate.");
    const after = await readFile(file, "utf8");
    expect(after).toContain(row);
    // The formula takes the figure from the same row.
    expect(after).toContain("  x 22%\n");
    expect((await hq(root, "pack", "pages", "--json")).out).not.toContain('"renewed"');
  });
});

it("checks one pack alone, and says row and cell of what is wrong in it", async () => {
  const folder = await tempFolder();
  await cp(path.join(PROJECT, "packs"), path.join(folder, "packs"), { recursive: true });
  const duties = path.join(folder, "packs/pt/duties.json");
  const text = await readFile(duties, "utf8");
  await writeFile(duties, text.replace(/"warnDays": \d+/, '"warnDays": "soon"'));
  const check = async (code: string) => {
    const io = testIo(folder);
    const exit = await run(["pack", "check", path.join(folder, "packs", code)], io);
    return [exit, flat(io.out.join(""))] as const;
  };
  const [exit, said] = await check("pt");
  expect(exit).toBe(1);
  expect(said).toMatch(
    /^packs\/pt\/duties.json:\d+: duties row 1 "iva-periodic", warnDays with "soon", expected number/,
  );
  // What hangs on a part that cannot be read is not told once more for each row.
  expect(said).not.toMatch(/gives|the id of a row/);
  expect(await check("es")).toEqual([0, expect.stringMatching(/^es: \d+ duties/)]);
});

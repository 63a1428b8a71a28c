/** What the doctor says of country packs, and of rows and answers that name them. */
import { afterAll, describe, expect, it } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { checkPacks } from "../../doctor/packs.ts";
import { packsFolder, readCompanyPacks } from "../../files/packs.ts";
import { FILE, PAGE, withRow } from "../company/constitution/page.ts";
import { found } from "../company/pack/kit-packs.ts";
import { put, removeFolders, tempFolder } from "../setup/company.ts";

afterAll(removeFolders);

/** The PDF rule must be read again within the days of most cases here. */
const FIRST_TO_EXPIRE = /^1 fact of the pack pt to be checked by 2026-12-15/;

function page(obligations: string[], answers: string[] = [], country = "Portugal") {
  const table = ["## Situation", "", "| Question | Our answer |", "|---|---|", ...answers, ""];
  const base =
    obligations.length === 0 ? PAGE : withRow("Obligations", obligations.join("\n")).text;
  const text = `${base}\n${table.join("\n")}`.replace(
    /\| Country \|.*\|/,
    `| Country | ${country} |`,
  );
  return parseConstitution(text, FILE).constitution;
}

function said(constitution: ReturnType<typeof page>, today = "2026-11-30"): string[] {
  const findings = checkPacks(found, constitution, {
    root: "/srv/nowhere",
    today,
    texts: new Map(),
  });
  return findings
    .filter(({ what }) => !FIRST_TO_EXPIRE.test(what))
    .map(({ severity, file, line, what }) => `${severity} ${file}:${line > 0} ${what}`);
}

describe("the doctor", () => {
  it("has nothing to say of the kit's packs and of good rows", () => {
    expect(said(page(["| pt:iva-periodic | | | |"], ["| vat | normal-quarterly |"]))).toEqual([]);
  });

  it("finds a row that names no duty, and tells cells of the founder's own", () => {
    expect(said(page(["| pt:ghost | | | |", "| pt:saf-t | | cfo | 9 days |"]))).toEqual([
      'error .github/copilot-instructions.md:true the obligation pt:ghost, but the pack pt has no duty "ghost"; hq pack duties lists them',
      "note .github/copilot-instructions.md:true pt:saf-t has cells of its own: Agent cfo, Warn 9 days",
    ]);
  });

  it("finds answers that no question knows", () => {
    const answers = ["| vat | weekly |", "| activity-start | spring |", "| shoe-size | 43 |"];
    expect(said(page([], answers))).toEqual([
      'error .github/copilot-instructions.md:true the answer "weekly" to "vat" in "Situation"',
      'error .github/copilot-instructions.md:true the answer "spring" to "activity-start" in "Situation"',
      'warning .github/copilot-instructions.md:true the question "shoe-size" in "Situation"',
    ]);
    expect(said(page([], ["| vat | exempt |"], "Brazil"))).toEqual([
      `warning .github/copilot-instructions.md:true answers in "Situation", but no pack for the company's country`,
    ]);
  });

  it("says which facts of the company's pack expire, and which have", () => {
    const on = (today: string, country?: string) => said(page([], [], country), today).join("\n");
    expect(on("2026-12-05")).toMatch(
      /\d+ facts of the pack pt to be checked by 2026-12-15 or soon after$/,
    );
    expect(on("2027-01-02")).toMatch(/\d+ facts of the pack pt .*, \d+ of them expired/);
    expect(on("2027-01-02", "Spain")).toMatch(/facts of the pack es/);
    expect(on("2027-07-01", "Brazil")).toMatch(/facts of the pack eu .*, \d+ of them expired$/);
    expect(on("2026-11-30", "Brazil")).toBe("");
    expect(on("2026-11-01")).toMatch(/^error .*read on 2026-11-\d\d, which is to come/);
  });
});

describe("the packs of a company", () => {
  it("are those in packs of a clone, and those in .hq-kit beside a product with packs of its own", async () => {
    const root = await tempFolder();
    const card = JSON.stringify({
      ...found.packs.find(({ card: { code } }) => code === "eu")?.card,
    });
    await put(root, "packs/eu/pack.json", card);
    expect(packsFolder(root)).toBe("packs");
    expect((await readCompanyPacks(root)).packs.map(({ card: { code } }) => code)).toEqual(["eu"]);
    await put(root, ".hq-kit/bin/launch.js", "");
    expect(packsFolder(root)).toBe(".hq-kit/packs");
    expect(await readCompanyPacks(root)).toEqual({
      packs: [],
      asBrought: [],
      files: [],
      findings: [],
    });
  });

  it("may be missing, or no text", async () => {
    const root = await tempFolder();
    expect(await readCompanyPacks(root)).toEqual({
      packs: [],
      asBrought: [],
      files: [],
      findings: [],
    });
    await put(root, "packs/eu/pack.json", "\u0000");
    expect((await readCompanyPacks(root)).findings).toHaveLength(1);
  });
});

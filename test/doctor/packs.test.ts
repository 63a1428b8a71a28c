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
    const rows = ["iva-periodic", "iva-payment"].map((id) => `| pt:${id} | | | |`);
    expect(said(page(rows, ["| vat | normal-quarterly |"]))).toEqual([]);
  });

  it("finds a row that names no duty, and tells cells of the founder's own", () => {
    expect(said(page(["| pt:ghost | | | |", "| pt:saf-t | | cfo | 9 days |"]))).toEqual([
      'error .github/copilot-instructions.md:true the obligation pt:ghost, but the pack pt has no duty "ghost"; hq pack duties lists them',
      "note .github/copilot-instructions.md:true pt:saf-t has cells of its own: Agent cfo, Warn 9 days",
    ]);
  });

  it("finds answers that no question knows", () => {
    const answers = ["| vat | weekly |", "| activity-start | spring |", "| shoe-size | 43 |"];
    const [row] = ["| pt:saf-t | | | |"];
    expect(said(page([row], answers))).toEqual([
      'error .github/copilot-instructions.md:true the answer "weekly" to "vat" in "Situation"',
      'error .github/copilot-instructions.md:true the answer "spring" to "activity-start" in "Situation"',
      'warning .github/copilot-instructions.md:true the question "shoe-size" in "Situation"',
    ]);
    expect(said(page([], ["| vat | exempt |"], "Brazil"))).toEqual([
      `warning .github/copilot-instructions.md:true answers in "Situation", but no pack for the company's country`,
    ]);
  });

  it("gives the command with the answer that was most likely meant", () => {
    const constitution = page(["| pt:saf-t | | | |"], ["| vat | quarterly |", "| region | moon |"]);
    const fixes = checkPacks(found, constitution, {
      ...{ root: "/srv/nowhere", today: "2026-11-30", texts: new Map() },
    })
      .filter(({ what }) => !FIRST_TO_EXPIRE.test(what))
      .map(({ fix }) => fix);
    expect(fixes).toEqual([
      "Run hq setup vat normal-quarterly; until then the question counts as open.",
      "Run hq setup region ANSWER; until then the question counts as open.",
    ]);
  });

  it("tells rows that do not follow from country and answers, each with the command", () => {
    const lda = ["| legal-form | lda |", "| pays-people | no |"];
    const constitution = page(["| pt:modelo-3 | | | |", "| es:reta | | | |"], lda);
    const findings = checkPacks(found, constitution, {
      ...{ root: "/srv/nowhere", today: "2026-11-30", texts: new Map() },
    })
      .filter(({ what }) => !FIRST_TO_EXPIRE.test(what))
      .map(({ severity, line, what, fix }) => `${severity} ${line > 0} ${what} → ${fix}`);
    expect(findings).toEqual([
      "warning true es:reta, a duty of Spain, in a company in Portugal → Run hq setup: it shows what goes and what comes. If the country is wrong, run hq setup country NAME.",
      "warning true pt:modelo-3 (IRS Modelo 3 return), which your answers rule out → Run hq setup: it shows what goes and what comes, and asks.",
      expect.stringMatching(
        /^note false \d+ duties that your answers make yours in no row of Obligations: .*IRC Modelo 22.* → To have them in the plan, run hq setup duties\.$/,
      ),
    ]);
  });

  it("tells a company whose country has a pack and whose rows name no duty of it", () => {
    expect(said(page([]))).toEqual([
      "warning .github/copilot-instructions.md:false no duty of the pack pt, in a company in Portugal",
    ]);
    const inWords = page(["| SAF-T invoices | `0 0 5 * *` | cfo | 3 days |"]);
    expect(said(inWords)).toEqual([]);
  });

  it("says which facts of the company's pack expire, and which have", () => {
    const on = (today: string, country = "Portugal") => {
      const rows =
        { Portugal: ["| pt:saf-t | | | |"], Spain: ["| es:reta | | | |"] }[country] ?? [];
      return said(page(rows, [], country), today).join("\n");
    };
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

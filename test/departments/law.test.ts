/** What the kit says of the law: right values as statements, and no sentence that says the opposite. */
import { describe, expect, it } from "vitest";
import { fact, linesThat, pages, read, rows, TAX } from "./kit-pages.ts";

const INVOICING = ".github/skills/portuguese-tax/invoicing.md";
const PRICING = ".github/skills/saas-pricing/SKILL.md";
const WITHDRAWAL = ".github/skills/saas-pricing/withdrawal.md";
const PRIVACY = ".github/skills/gdpr-basics/SKILL.md";
const AI_ACT = ".github/skills/gdpr-basics/ai-act.md";

describe("a seller who is exempt at home (art. 53)", () => {
  const table = read(INVOICING)
    .split("\n")
    .filter((line) => /^\| (\*\*We are exempt|Exempt:)/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const of = (client: RegExp) => table.filter(([, who = ""]) => client.test(who));

  it("is told what holds for each client, not one thing for all", () => {
    expect(table).toHaveLength(6);
    expect(linesThat(/art\. 53\)?\W+any client/i)).toEqual([]);
  });

  it("charges no IVA at home and to EU consumers below €10,000, and both count", () => {
    const [home] = of(/client in Portugal/);
    const [below] = of(/EU consumer, digital service, below/);
    expect(home?.slice(2)).toEqual(["none", '"IVA - regime de isenção", M10', "none", "no", ""]);
    expect(below?.[2]).toBe("none; the sale counts towards the €15,000");
    expect(below?.[3]).toContain("M10");
    expect(fact(TAX, "What counts towards the threshold")).toMatch(/below the €10,000 count too/);
  });

  it("owes the consumer's country above it, by OSS or the cross-border exemption", () => {
    const [above] = of(/EU consumer, digital service, above/);
    expect(above?.[2]).toMatch(
      /^rate of the consumer's country, through OSS; or none, by the cross/,
    );
    expect(above?.[3]).not.toContain("M10");
    expect(above?.[3]).toContain("M45");
    expect(fact(TAX, "Digital services to EU consumers")).toContain(
      "also for a seller who is exempt at home",
    );
    expect(fact(TAX, "Cross-border exemption for small firms")).toMatch(/€100,000.*EX/);
  });

  it("asks once about businesses abroad", () => {
    expect(of(/business abroad/)[0]?.[3]).toBe("M40 or M10: ask once");
  });
});

describe("a hosted service and the right of withdrawal", () => {
  it("is a digital service: starting early does not end the right", () => {
    const row = fact(PRICING, "Hosted service (SaaS), that right");
    expect(row).toMatch(/digital service: starting early does not end the right/);
    expect(row).toMatch(/only if they expressly asked for the start/);
    for (const article of ["2(16)", "7(3)", "14(3)", "16(a)", "2019/2161"]) {
      expect(row).toContain(article);
    }
    expect(linesThat(/whether a SaaS is digital content/i)).toEqual([]);
  });

  it("keeps the waiver of art. 16(m) to files and downloads, on every page", () => {
    for (const { file, line } of linesThat(/16\(m\)/)) {
      expect(line, file).toMatch(
        /not\*\* for a hosted service|digital service, not digital content/,
      );
    }
  });

  it("has one right for a trial that turns paid, if that was said", () => {
    expect(fact(WITHDRAWAL, "Trial that turns paid")).toMatch(
      /one right of withdrawal in all.*C-565\/22/,
    );
  });

  it("has its example reckoned to the cent", () => {
    const owed = Math.round((120 * 10 * 100) / 365) / 100;
    expect(read(WITHDRAWAL)).toContain(`120 × 10 ÷ 365 = **€${owed.toFixed(2)}**`);
    expect(read(WITHDRAWAL)).toContain(`= **€${(120 - owed).toFixed(2)}**`);
  });

  it("has Portugal's act on a page of the country's skill", () => {
    const row = fact(
      ".github/skills/portuguese-tax/consumers.md",
      "A service that starts within the 14 days",
    );
    expect(row).toMatch(/express request.*fully performed.*24\/2014 art\. 15/);
  });
});

describe("the AI Act", () => {
  it("is law as changed in 2026, with its dates", () => {
    expect(fact(AI_ACT, "Digital Omnibus on AI")).toMatch(/2026\/1744.*2026-07-24/);
    expect(fact(AI_ACT, "Transparency duties")).toContain("art. 50 applies since 2026-08-02");
    expect(fact(AI_ACT, "Grace for marking")).toMatch(/before 2026-08-02: until 2026-12-02/);
    expect(fact(AI_ACT, "High risk, Annex III")).toContain("from 2027-12-02");
  });

  it("spares a label after human review and editorial responsibility: our approval step", () => {
    expect(fact(AI_ACT, "Text of public interest")).toMatch(
      /human review.*editorial responsibility/,
    );
    expect(read(AI_ACT)).toMatch(/The exception is our approval step/);
    expect(read(AI_ACT)).toMatch(/a verdict of a department is no human review/);
    expect(read(".github/skills/draft-post/SKILL.md")).toContain("../gdpr-basics/ai-act.md");
  });

  it("is no longer left out, and only the data half of the Omnibus is called a proposal", () => {
    expect(linesThat(/Left out.*AI Act/)).toEqual([]);
    for (const { file, line } of linesThat(/omnibus/i)) {
      expect(line, file).toMatch(/2026\/1744|data half/);
    }
    expect(fact(PRIVACY, "Changes made, AI")).toMatch(/is law.*2026\/1744/);
  });
});

describe("the facts of the kit", () => {
  const OFFICIAL =
    /^(.+\.)?(portaldasfinancas\.gov\.pt|seg-social\.pt|diariodarepublica\.pt|parlamento\.pt|pgdlisboa\.pt|europa\.eu)$/;
  /** What is no law has its own source: who made the licence, keeps the register, runs the search. */
  const PRIMARY: Record<string, readonly string[]> = {
    ".github/skills/contract-review/licences-and-marks.md": [
      "opensource.org",
      "www.apache.org",
      "www.gnu.org",
      "www.tmdn.org",
    ],
    ".github/skills/landing-page/search.md": ["developers.google.com"],
    ".github/skills/metrics/SKILL.md": ["developers.google.com", "jamanetwork.com"],
  };
  const facts = pages.flatMap((file) =>
    rows(file, "Facts", ["Fact", "Verified", "Link"]).map((row) => ({ file, ...row })),
  ) as { file: string; Fact: string; Verified: string; Link: string }[];

  it("lead to official pages only, or to who makes what they are about", () => {
    const links = facts.flatMap(({ file, Fact, Link }) =>
      Link.split(" ")
        .filter(Boolean)
        .map((link) => ({ file, Fact, host: new URL(link).hostname })),
    );
    expect(links.length).toBeGreaterThan(100);
    const other = links.filter(({ host }) => !OFFICIAL.test(host));
    expect(other.filter(({ file, host }) => !PRIMARY[file]?.includes(host))).toEqual([]);
  });

  it("have a link wherever a row was written or changed since links are kept", () => {
    const newer = facts.filter(({ Verified }) => Verified >= "2026-11-29");
    expect(newer.length).toBeGreaterThan(20);
    expect(newer.filter(({ Link }) => Link === "")).toEqual([]);
  });
});

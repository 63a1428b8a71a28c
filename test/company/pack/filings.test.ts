/** A filing is ready only while the facts under it hold. */
import { describe, expect, it } from "vitest";
import { addDays } from "../../../company/dates.ts";
import { type CheckedFiling, checkFiling, filingsIn } from "../../../company/pack/filings.ts";
import type { Pack } from "../../../company/pack/pack.ts";
import { pack } from "./kit-packs.ts";

const PT = pack("pt");
const ANSWERS = new Map([["region", "mainland"]]);
const HEAD = "## IVA periodic return, due 2027-02-20";

/** As if each row of these facts had been read again, up to that day. */
function renewed(ids: readonly string[], checkBy: string): Pack {
  const facts = PT.facts.map((fact) => (ids.includes(fact.id) ? { ...fact, checkBy } : fact));
  return { ...PT, facts };
}

function check(text: string, given: { pack?: Pack; today?: string } = {}): CheckedFiling {
  const [filing] = filingsIn(text);
  if (filing === undefined) throw new Error("no filing in the text");
  return checkFiling(filing, { pack: PT, answers: ANSWERS, today: "2027-02-10", ...given });
}

describe("the filings of a text", () => {
  it("are found by their headings, each with its own words", () => {
    const text = `# Close of the quarter\n\n${HEAD}\n\n| Field | Amount |\n\n### **OSS return** due 2027-01-31\n\nBase\n`;
    expect(filingsIn(text).map(({ obligation, due, line }) => [obligation, due, line])).toEqual([
      ["IVA periodic return", "2027-02-20", 3],
      ["OSS return", "2027-01-31", 7],
    ]);
    expect(filingsIn(text)[0]?.text).not.toContain("Base");
  });

  it("are none in a plan, a task or an invoice", () => {
    const text =
      "## Invoices\n\nThe IVA periodic return is due 2027-02-20.\n- [ ] T-001 IVA · due 2027-02-20";
    expect(filingsIn(text)).toEqual([]);
  });
});

describe("a filing", () => {
  it("says its duty, its period and its lawful day", () => {
    const { duty, day } = check(HEAD);
    expect(duty).toBe("pt:iva-periodic");
    expect(day).toMatchObject({
      due: "2027-02-20",
      until: "2027-02-22",
      period: "fourth quarter 2026",
    });
    // Its last lawful day and the duty's own name mean the same.
    expect(check("## pt:iva-periodic, due 2027-02-22").day).toEqual(day);
  });

  it("is ready while every fact under it holds, and at most concerns the day after", () => {
    const ids = PT.duties.find(({ id }) => id === "iva-periodic")?.facts ?? [];
    expect(ids.length).toBeGreaterThan(1);
    const held = renewed(ids, "2027-02-10");
    expect(check(HEAD, { pack: held }).standing).toBe("ready");
    const after = check(HEAD, { pack: held, today: "2027-02-11" });
    expect(after.standing).toBe("concerns");
    expect(after.why.join(" ")).toContain("had to be read again by 2027-02-10");
  });

  it("is not ready when a fact is over by more than sixty days", () => {
    const ids = PT.duties.find(({ id }) => id === "iva-periodic")?.facts ?? [];
    const held = renewed(ids, "2027-02-10");
    const on = (days: number) => check(HEAD, { pack: held, today: addDays("2027-02-10", days) });
    expect([on(60).standing, on(61).standing]).toEqual(["concerns", "not-ready"]);
  });

  it("is not ready on a pack that nobody keeps, whatever it rests on", () => {
    const { standing, why } = check("## Trademark renewal, due 2029-01-15", {
      today: "2029-01-01",
    });
    expect(standing).toBe("not-ready");
    expect(why.join(" ")).toMatch(/rows of the pack pt had to be read again/);
  });

  it("takes the row that holds in its period, though a newer one is there", () => {
    const ias = PT.facts.find(({ id }) => id === "ias");
    if (ias === undefined) throw new Error("no row ias");
    const newer = {
      ...ias,
      value: 550,
      from: "2027-01-01",
      until: "2027-12-31",
      checkBy: "2027-12-31",
    };
    const both = {
      ...PT,
      facts: [...renewed(["coefficient-services", "coefficient-other"], "2027-12-31").facts, newer],
    };
    const checked = check("## IRS return (Modelo 3), due 2027-06-30", {
      pack: both,
      today: "2027-05-03",
    });
    const rows = checked.facts.filter(({ id }) => id === "ias");
    expect(checked.day?.period).toBe("2026");
    expect(rows.map(({ says, problem }) => [says, problem])).toEqual([["€537.13", null]]);
  });

  it("says of a fact that ends before its period that it does not hold for it", () => {
    const text = "## Social security declaration, due 2027-04-30\n\nFloor from `ias`.";
    const { facts } = check(text, { today: "2027-04-05" });
    expect(facts.find(({ id }) => id === "ias")?.problem).toMatch(/holds to 2026-12-31/);
  });

  it("takes the region that the founder gave, and all of them until then", () => {
    const rows = (answers: Map<string, string>) => {
      const [filing] = filingsIn(HEAD);
      if (filing === undefined) throw new Error("no filing");
      const { facts } = checkFiling(filing, { pack: PT, answers, today: "2026-12-01" });
      return facts.filter(({ id }) => id === "iva-normal").length;
    };
    expect([rows(new Map([["region", "madeira"]])), rows(new Map())]).toEqual([1, 3]);
  });
});

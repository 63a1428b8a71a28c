/** Duties that a country pack dates, in the plan of a day. */
import { describe, expect, test } from "vitest";
import type { PackDutyRule } from "../../../company/constitution/types.ts";
import { standupPlan } from "../../../company/standup/plan.ts";
import { renderStandup } from "../../../company/standup/render.ts";
import { found } from "../pack/kit-packs.ts";
import { constitution, entity, input } from "./sample.ts";

const QUIET = { cadence: [], obligations: [], freshFacts: [] };
const NORMAL = {
  "legal-form": "sole-trader",
  vat: "normal-quarterly",
  "activity-start": "2022-05-02",
};

interface Asked {
  today: string;
  rows: (string | (Partial<PackDutyRule> & { duty: string }))[];
  answers?: Record<string, string>;
  done?: string[];
  since?: string | null;
  country?: string;
  /** The days that come once too. */
  withDates?: boolean;
}

function plan({
  today,
  rows,
  answers = NORMAL,
  done = [],
  since = "2026-09-01",
  country = "Portugal",
  withDates = false,
}: Asked) {
  const empty = { schedule: null, agent: null, warnDays: null };
  const base = constitution(QUIET);
  return standupPlan(
    input({
      now: new Date(`${today}T09:00:00Z`),
      constitution: {
        ...base,
        company: { ...base.company, since, country },
        packDuties: rows.map((row, at) => ({
          ...empty,
          ...{ line: 90 + at, pack: "pt" },
          ...(typeof row === "string" ? { duty: row } : row),
        })),
        situation: Object.entries(answers).map(([question, answer], at) => {
          return { line: 120 + at, section: "Company" as const, question, answer };
        }),
      },
      memory: {
        entities: done.map((name) => entity(name, "deadline", ["Completed: 2026-12-01"])),
      },
      packs: withDates ? found.packs : found.packs.map((pack) => ({ ...pack, dates: [] })),
    }),
  );
}

const words = (asked: Asked) => renderStandup(plan(asked)).replaceAll(/\s+/g, " ");

describe("a duty of the pack", () => {
  test("is late only after its last lawful day", () => {
    const states = ["2027-02-20", "2027-02-21", "2027-02-22", "2027-02-23"].map((today) => {
      const [item] = plan({ today, rows: ["iva-periodic"], since: "2027-01-01" }).obligations.items;
      return [item?.state, item?.due, item?.lawfulUntil, item?.lawfulInDays];
    });
    expect(states).toEqual([
      ["due-soon", "2027-02-20", "2027-02-22", 2],
      ["due-soon", "2027-02-20", "2027-02-22", 1],
      ["due-soon", "2027-02-20", "2027-02-22", 0],
      ["overdue", "2027-02-20", "2027-02-22", -1],
    ]);
  });

  test("says its period, its two days and its law", () => {
    const page = words({ today: "2027-02-19", rows: ["iva-periodic"], since: "2027-01-01" });
    expect(page).toContain(
      "IVA periodic return (fourth quarter 2026) · @accountant · due 2027-02-20, lawful until 2027-02-22, tomorrow",
    );
    expect(page).toContain("CIVA art. 41(1)(b)");
    expect(page).toContain(
      'Prepare "IVA periodic return" (fourth quarter 2026), due 2027-02-20, lawful until 2027-02-22',
    );
  });

  test("that was done is remembered under the name of the duty, as before there were packs", () => {
    const done = ["deadline:iva-periodic-return:2027-02-20"];
    const asked = { today: "2027-02-23", rows: ["iva-periodic"], since: "2027-01-01", done };
    const { obligations, upcomingObligations } = plan(asked);
    expect(obligations.items).toEqual([]);
    expect(upcomingObligations.items).toMatchObject([
      {
        due: "2027-05-20",
        period: "first quarter 2027",
        entity: "deadline:iva-periodic-return:2027-05-20",
      },
    ]);
  });

  test("is not there when the answers say that it is another's", () => {
    const rows = ["iva-periodic", "iva-exemption-check"];
    const names = (vat: string) =>
      plan({ today: "2027-01-18", rows, answers: { ...NORMAL, vat } }).obligations.items.map(
        ({ obligation }) => obligation,
      );
    expect(names("exempt")).toEqual([expect.stringContaining("IVA exemption check")]);
    expect(plan({ today: "2027-02-18", rows, since: "2027-01-01" }).obligations.items).toHaveLength(
      1,
    );
  });

  test("that nobody confirmed is asked of the founder, and never called late before all else", () => {
    const asked = {
      today: "2026-12-30",
      rows: ["irs-on-account"],
      answers: {},
      since: "2026-11-01",
    };
    const { dayPlan, obligations } = plan(asked);
    expect(obligations.items[0]).toMatchObject({
      state: "overdue",
      unconfirmed: expect.any(String),
    });
    expect(dayPlan.items[0]).toMatchObject({
      kind: "obligation",
      agent: "founder",
      what: expect.stringContaining('Confirm whether "IRS payment on account" applies'),
      why: expect.stringContaining("has not answered legal-form, activity-start, pays-on-account"),
    });
    expect(words(asked)).toContain("not confirmed that it applies");
  });

  test("begins where the law begins it", () => {
    const answers = { ...NORMAL, "activity-start": "2026-11-02", "employed-too": "no" };
    const { obligations, upcomingObligations } = plan({
      ...{ today: "2027-01-02", answers, since: "2026-11-02" },
      rows: ["social-security-payment", "irs-on-account"],
    });
    expect(obligations.items).toEqual([]);
    expect(upcomingObligations.items.map(({ due, period }) => [due, period])).toEqual([
      ["2027-12-20", "November 2027"],
      ["2028-07-20", "2028, first payment"],
    ]);
  });

  test("that must be paid on a day without banks says by when to pay", () => {
    const page = words({ today: "2027-01-28", rows: ["oss"], answers: { ...NORMAL, oss: "yes" } });
    expect(page).toContain("due 2027-01-31, pay by 2027-01-29: no bank moves money on that day");
  });

  test("with many missed days is one line with its count", () => {
    const rows = ["saf-t"];
    const answers = { ...NORMAL, "invoice-program": "software" };
    const asked = { today: "2027-01-20", rows, answers, since: "2026-10-01" };
    expect(plan(asked).obligations.items).toMatchObject([{ missed: 4, due: "2026-10-05" }]);
    expect(plan({ ...asked, since: null }).obligations.items).toMatchObject([
      { missed: 1, due: "2027-01-05" },
    ]);
  });
});

describe("a cell of the founder's", () => {
  test("wins: an early day keeps the period and the lawful day of the law's next one", () => {
    const rows = [
      { duty: "iva-periodic", schedule: "0 0 10 2,5,9,11 *", warnDays: 3, agent: "cfo" },
    ];
    const asked = { today: "2027-02-12", rows, since: "2027-01-01" };
    expect(plan(asked).obligations.items).toMatchObject([
      {
        ...{ due: "2027-02-10", lawfulUntil: "2027-02-22", state: "due-soon" },
        ...{ period: "fourth quarter 2026", agent: "cfo" },
      },
    ]);
    expect(plan({ ...asked, today: "2027-02-06" }).obligations.items).toEqual([]);
  });

  test("far from every day of the law stands as it is", () => {
    const rows = [{ duty: "modelo-3", schedule: "0 0 10 2 *" }];
    expect(
      plan({ today: "2027-02-12", rows, since: "2027-01-01" }).obligations.items,
    ).toMatchObject([
      { due: "2027-02-10", lawfulUntil: "2027-02-10", state: "overdue", period: null },
    ]);
  });
});

test("a row that names no duty is told, with its line, and costs nothing else", () => {
  const { notes, upcomingObligations } = plan({
    today: "2026-12-01",
    rows: ["ghost", { pack: "fr", duty: "tva" }, "modelo-3"],
  });
  expect(notes).toEqual([
    'The obligation pt:ghost (line 90 of the constitution) is not in this plan: the pack pt has no duty "ghost"; hq pack duties lists them.',
    'The obligation fr:tva (line 91 of the constitution) is not in this plan: there is no pack "fr", expected one of: es, eu, pt.',
  ]);
  expect(upcomingObligations.items).toMatchObject([{ obligation: "IRS Modelo 3 return" }]);
});

describe("what the pack knows besides", () => {
  test("days that come once are in the plan of its country, where the answers do not say otherwise", () => {
    const once = (asked: Partial<Asked>) => {
      const { obligations } = plan({ today: "2026-12-20", rows: [], withDates: true, ...asked });
      return obligations.items.map(
        ({ obligation, source }) => `${source} ${obligation.slice(0, 10)}`,
      );
    };
    expect(once({ answers: {} })).toEqual([
      "pack AI output ",
      "pack PDF invoic",
      "pack State Budg",
      "pack Data Act: ",
    ]);
    expect(once({ answers: { "offers-software": "neither" } })).toEqual([
      "pack PDF invoic",
      "pack State Budg",
    ]);
    expect(once({ country: "Brazil" })).toEqual([]);
    expect(once({ country: "PT", answers: { "offers-software": "neither" } })).toHaveLength(2);
  });

  test("facts that expire are said with how many have", () => {
    const on = (today: string) => plan({ today, rows: [] }).expiringFacts.items[0];
    expect(on("2026-11-14")).toBeUndefined();
    expect(on("2026-12-05")).toMatchObject({ skill: "pack pt", expired: 0, checkBy: "2026-12-15" });
    expect(on("2027-01-02")?.expired).toBeGreaterThan(5);
    expect(on("2027-07-01")?.expired).toBeGreaterThan(on("2027-01-02")?.expired ?? 0);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../../company/dates.ts";
import { dutyDays } from "../../../company/pack/due-days.ts";
import { businessDays, easterOf, holidayIn } from "../../../company/pack/holidays.ts";
import type { PackDuty } from "../../../company/pack/schema.ts";
import { duty, pack } from "./kit-packs.ts";

const NO_ANSWERS = new Map<string, string>();

function daysOf(
  code: string,
  id: string,
  { answers = NO_ANSWERS, ...change }: Partial<PackDuty> & { answers?: Map<string, string> } = {},
) {
  const asked = { answers, from: "2026-12-01", to: "2028-01-31" };
  return dutyDays(pack(code), { ...duty(code, id), ...change }, asked);
}

describe("holidays", () => {
  it("knows Easter", () => {
    // As the churches publish it; 2038 is the latest day there can be, 2285 the earliest.
    expect([2026, 2027, 2028, 2038, 2285].map(easterOf)).toEqual([
      ...["2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2285-03-22"],
    ]);
  });

  it("are the thirteen of Portugal's law in 2027", () => {
    const national = pack("pt").holidays.filter(({ region }) => region === undefined);
    expect(national.map((holiday) => holidayIn(holiday, 2027)).sort()).toEqual([
      ...["2027-01-01", "2027-03-26", "2027-03-28", "2027-04-25", "2027-05-01", "2027-05-27"],
      ...["2027-06-10", "2027-08-15", "2027-10-05", "2027-11-01", "2027-12-01", "2027-12-08"],
      "2027-12-25",
    ]);
  });

  it("of a region count where the founder said that the business is there", () => {
    const madeira = businessDays(pack("pt"), new Map([["region", "madeira"]]));
    const mainland = businessDays(pack("pt"), new Map([["region", "mainland"]]));
    const unsaid = businessDays(pack("pt"), NO_ANSWERS);
    expect([madeira, mainland, unsaid].map((days) => days.isOpen("2027-07-01"))).toEqual([
      ...[false, true, true],
    ]);
  });

  it("count only in the years that a row gives", () => {
    const holiday = { ...pack("pt").holidays[0], from: 2027, until: 2028 } as never;
    expect([2026, 2027, 2029].map((year) => holidayIn(holiday, year))).toEqual([
      ...[null, "2027-01-01", null],
    ]);
  });
});

describe("the days of a duty", () => {
  it("say what they are about and end on a business day", () => {
    expect(daysOf("pt", "iva-periodic")[0]).toEqual({
      due: "2027-02-20",
      until: "2027-02-22",
      payBy: null,
      period: "fourth quarter 2026",
    });
  });

  it("move back where the law says so, and are due no later than that", () => {
    expect(
      daysOf("es", "reta")
        .slice(0, 3)
        .map(({ due, until }) => [due, until]),
    ).toEqual([
      ["2026-12-31", "2026-12-31"],
      ["2027-01-29", "2027-01-29"],
      ["2027-02-26", "2027-02-26"],
    ]);
  });

  it("name the business day to pay on where a payment does not move", () => {
    const oss = daysOf("pt", "oss").map(({ due, payBy }) => [due, payBy]);
    expect(oss).toEqual([
      ["2027-01-31", "2027-01-29"],
      ["2027-04-30", null],
      ["2027-07-31", "2027-07-30"],
      ["2027-10-31", "2027-10-29"],
      ["2028-01-31", null],
    ]);
  });

  it("follow a dispatch before every other rule", () => {
    const source = duty("pt", "saf-t").source;
    const exceptions = [{ due: "2027-08-05", until: "2027-09-08", source }];
    const moved = daysOf("pt", "saf-t", { exceptions }).find(({ due }) => due === "2027-08-05");
    expect(moved?.until).toBe("2027-09-08");
  });

  it("may be so many days after the period", () => {
    const schedules: PackDuty["schedules"] = [{ every: "quarter", due: { days: 30 } }];
    expect(daysOf("pt", "oss", { schedules })[0]).toMatchObject({
      due: "2027-01-30",
      period: "fourth quarter 2026",
    });
  });

  it("begin with the period in which the activity did", () => {
    const started = new Map([["activity-start", "2027-05-04"]]);
    expect(daysOf("pt", "iva-periodic", { answers: started }).map(({ period }) => period)).toEqual([
      "second quarter 2027",
      "third quarter 2027",
    ]);
  });

  it("are never lawful for less time than the law names, and July never moves into August's grace", () => {
    for (const code of ["pt", "es"]) {
      for (const { id } of pack(code).duties) {
        for (const { due, until } of daysOf(code, id))
          expect(until >= due, `${id} ${due}`).toBe(true);
      }
    }
    const july = daysOf("pt", "dmr").find(({ due }) => due === "2027-07-10");
    expect(july?.until).toBe("2027-07-12");
  });

  it("are the same whatever part of the calendar is asked for", () => {
    const whole = daysOf("pt", "saf-t");
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (first, length) => {
        const from = addDays("2026-12-01", first);
        const to = addDays(from, length);
        const part = dutyDays(pack("pt"), duty("pt", "saf-t"), { answers: NO_ANSWERS, from, to });
        const last = to < "2028-01-31" ? to : "2028-01-31";
        expect(part.filter(({ due }) => due <= last)).toEqual(
          whole.filter(({ due }) => due >= from && due <= last),
        );
      }),
    );
  });
});

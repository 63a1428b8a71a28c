/** Until when the kit says that a duty may be done: in August, on weekends and on holidays. */
import { describe, expect, it } from "vitest";
import { obligationState } from "../../company/calendar.ts";
import { addDays } from "../../company/dates.ts";
import { CALENDAR, fact, linesThat, read, rows, SOCIAL, TAX } from "./kit-pages.ts";

describe("August", () => {
  it("gives social security until the 31st, every year, by article", () => {
    const row = fact(SOCIAL, "Payment due in August");
    expect(row).toMatch(/due 20 August, may be paid until 31 August, working day or not/);
    expect(row).toMatch(/without surcharge, every year/);
    expect(row).toContain("23.º-B");
    expect(row).toContain("https://diariodarepublica.pt/");
    expect(read(CALENDAR)).toMatch(/^\| \| 20 \| social security .* until 31 August \|$/m);
  });

  it("gives the tax authority's duties until the 31st, every year, by article", () => {
    const row = fact(TAX, "August");
    expect(row).toMatch(/until 31 August, working day or not, without surcharge, every year/);
    expect(row).toContain("SAF-T, the recapitulative statement of a monthly filer");
    expect(row).toContain("July dates do not move");
    expect(row).toContain("Not the payment of a fine");
    expect(row).toContain("57.º-A(1)");
    expect(row).toContain("/lgt/Pages/lgt57a.aspx");
    expect(read(CALENDAR)).toMatch(/^\| August \| 5 \| invoices; lawful until 31 August \|$/m);
  });

  it("is nowhere denied, and nowhere an oddity of one year", () => {
    expect(linesThat(/nobody moves August|August rules were not found/i)).toEqual([]);
    expect(linesThat(/in 2026 the calendar showed|2026 calendar allowed/i)).toEqual([]);
    for (const { file, line } of linesThat(/\b20 August\b|\b5 August\b/)) {
      expect(line, file).toMatch(/31 August|31st/);
    }
  });
});

describe("weekends and holidays", () => {
  it("move no date of OSS and IOSS, wherever a page says that dates move", () => {
    const said = linesThat(/next business day/i).filter(({ file }) => file !== SOCIAL);
    expect(said.map(({ file }) => file)).toEqual(expect.arrayContaining([TAX, CALENDAR]));
    for (const { file, line } of said) {
      expect(line, file).toMatch(/except OSS and IOSS \(never\)|\*\*not\*\* OSS and IOSS/);
      for (const held of ["Modelo 3", "IES", "Modelo 22"]) expect(line, file).toContain(held);
    }
  });

  it("leave the return and the money of OSS on the last day of the month", () => {
    const row = fact(TAX, "OSS return and payment");
    expect(row).toMatch(/return and money by the last day of the month/);
    expect(row).toMatch(/weekends and holidays do not move it/);
    const dated = read(CALENDAR)
      .split("\n")
      .filter((line) => /OSS (return and payment, fourth|(first|second|third) quarter)/.test(line));
    expect(dated).toHaveLength(4);
    for (const line of dated) expect(line).toMatch(/never moves/);
  });

  it("are reckoned for 2027 as the rules say, and no day is missing", () => {
    const written = rows(
      CALENDAR,
      "2027, where the day falls on a weekend, a holiday or in August",
      ["Duty", "Legal day", "Lawful until"],
    );
    const given = written.map((row) => ({
      duties: (row.Duty ?? "").split("; ").map((duty) => duty.toLowerCase()),
      day: /^\d{4}-\d\d-\d\d/.exec(row["Legal day"] ?? "")?.[0] ?? "",
      lawful: /^\d{4}-\d\d-\d\d/.exec(row["Lawful until"] ?? "")?.[0] ?? "",
      friday: /pay by Friday (\S+)$/.exec(row["Lawful until"] ?? "")?.[1],
    }));
    for (const { day, friday, duties } of given) {
      if (duties.includes("oss return and payment"))
        expect(friday, day).toBe(businessDayBefore(day));
    }
    const told = given.flatMap(({ duties, day, lawful }) =>
      duties.map((duty) => `${day} ${duty} until ${lawful}`),
    );
    expect(told.toSorted()).toEqual(expectedIn2027().toSorted());
  });
});

const HOLIDAYS_2027 = ["01-01", "03-26", "04-25", "05-01", "05-27", "06-10", "08-15"]
  .concat(["10-05", "11-01", "12-01", "12-08", "12-25"])
  .map((day) => `2027-${day}`);

function isBusinessDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS_2027.includes(day);
}

const businessDayBefore = (day: string): string =>
  isBusinessDay(addDays(day, -1)) ? addDays(day, -1) : businessDayBefore(addDays(day, -1));

const businessDayFrom = (day: string): string =>
  isBusinessDay(day) ? day : businessDayFrom(addDays(day, 1));

const OSS = { name: "OSS return and payment", schedule: "0 0 L 1,4,7,10 *" };
/** By the name in the calendar: what the obligation is called in the skills. */
const CALLED: Record<string, string> = {
  "iva periodic return": "iva return",
  "e-fatura expenses": "e-fatura",
};
/** What stays where it is, or of which no rule was found that moves it. */
const HELD = ["oss return and payment", "social security declaration", "irs modelo 3 return"];

function expectedIn2027(): string[] {
  const duties = [TAX, SOCIAL].flatMap((file) =>
    rows(file, "Obligations", ["Obligation", "Schedule"]).map((row) => ({
      name: row.Obligation ?? "",
      schedule: (row.Schedule ?? "").replaceAll("`", ""),
    })),
  );
  return [...duties, OSS].flatMap(({ name, schedule }) => {
    const duty = CALLED[name.toLowerCase()] ?? name.toLowerCase();
    return daysIn2027(schedule)
      .map((day) => ({ day, lawful: HELD.includes(duty) ? day : lawfulUntil(day) }))
      .filter(({ day, lawful }) => lawful !== day || !isBusinessDay(day))
      .map(({ day, lawful }) => `${day} ${duty} until ${lawful}`);
  });
}

const lawfulUntil = (day: string) =>
  day.startsWith("2027-08") ? "2027-08-31" : businessDayFrom(day);

function daysIn2027(schedule: string): string[] {
  const days: string[] = [];
  for (let from = "2027-01-01"; from <= "2027-12-31"; from = addDays(days.at(-1) ?? "", 1)) {
    const { nextDue } = obligationState({
      rule: { schedule, warnDays: 0 },
      timeZone: "Europe/Lisbon",
      now: new Date(`${from}T12:00:00Z`),
      since: null,
      completedDueDates: [],
    });
    if (nextDue === null || nextDue > "2027-12-31") break;
    days.push(nextDue);
  }
  return days;
}

import { describe, expect, it } from "vitest";
import { expiringRows } from "../../../company/pack/expiry.ts";
import {
  addRenewal,
  NO_RENEWALS,
  printRenewals,
  readRenewals,
  withRenewals,
} from "../../../company/pack/renewals.ts";
import type { PackFact } from "../../../company/pack/schema.ts";
import { pack } from "./kit-packs.ts";

const base = pack("pt");
const fact = (id: string) => base.facts.find((each) => each.id === id) as PackFact;
const read = (id: string, readOn: string, change: Partial<PackFact> = {}): PackFact => ({
  ...fact(id),
  source: { ...fact(id).source, readOn },
  ...change,
});
const rows = (renewed: PackFact, id = renewed.id) =>
  withRenewals(base, addRenewal(NO_RENEWALS, renewed)).facts.filter((each) => each.id === id);

describe("a renewed fact", () => {
  it("counts instead of the pack's, when it was read later", () => {
    expect(rows(read("ss-minimum", "2027-01-10", { value: 21 }))).toMatchObject([{ value: 21 }]);
    expect(rows(read("ss-minimum", "2026-01-10", { value: 19 }))).toEqual([fact("ss-minimum")]);
  });

  it("of a newer period ends the older one on the day before, and both stand side by side", () => {
    const ias = rows(
      read("ias", "2027-01-10", { value: 548, from: "2027-01-01", until: "2027-12-31" }),
    );
    expect(ias.map(({ value, from, until }) => [value, from, until])).toEqual([
      [537.13, "2026-01-01", "2026-12-31"],
      [548, "2027-01-01", "2027-12-31"],
    ]);
    const open = rows(
      read("coefficient-services", "2027-01-10", { value: 70, from: "2027-01-01" }),
    );
    expect(open.map(({ value, until }) => [value, until])).toEqual([
      [75, "2026-12-31"],
      [70, undefined],
    ]);
  });

  it("is asked for again by its newest row only", () => {
    const renewed = read("ias", "2027-01-10", { from: "2027-01-01", checkBy: "2027-12-31" });
    const { until: _until, ...ias } = renewed;
    const after = withRenewals(base, addRenewal(NO_RENEWALS, ias));
    const ids = (until: string) => expiringRows(after, until).map(({ id }) => id);
    expect(ids("2027-06-30")).not.toContain("ias");
    expect(ids("2027-12-31").filter((id) => id === "ias")).toEqual(["ias"]);
  });

  it("of one region leaves the others", () => {
    const madeira = base.facts.find(
      ({ id, region }) => id === "iva-normal" && region === "madeira",
    );
    const changed = { ...(madeira as PackFact), value: 21 };
    const after = withRenewals(base, addRenewal(NO_RENEWALS, changed)).facts;
    const of = after
      .filter(({ id }) => id === "iva-normal")
      .map(({ region, value }) => [region, value]);
    expect(of).toEqual([
      ["mainland", 23],
      ["madeira", 21],
      ["azores", 16],
    ]);
  });
});

describe("renewals that an older kit's company made", () => {
  it("meet a newer pack row by row: every other row arrives, and nothing is asked", () => {
    const mine = addRenewal(NO_RENEWALS, read("ss-minimum", "2027-01-10", { value: 21 }));
    const newer = {
      ...base,
      facts: base.facts.map((each) =>
        ["ias", "ss-rate"].includes(each.id)
          ? { ...each, value: 99, source: { ...each.source, readOn: "2027-01-05" } }
          : each,
      ),
    };
    const after = withRenewals(newer, mine).facts;
    const value = (id: string) => after.find((each) => each.id === id)?.value;
    expect([value("ss-minimum"), value("ias"), value("ss-rate")]).toEqual([21, 99, 99]);
    expect(after).toHaveLength(base.facts.length);
  });

  it("give way to a row that the kit read later", () => {
    const mine = addRenewal(NO_RENEWALS, read("ss-minimum", "2027-01-10", { value: 21 }));
    const facts = [read("ss-minimum", "2027-02-01", { value: 22 })];
    expect(withRenewals({ ...base, facts }, mine).facts).toMatchObject([{ value: 22 }]);
  });
});

it("a row of law is read again as a whole", () => {
  const [row] = base.law;
  if (row === undefined) throw new Error("no law");
  const later = { ...row, says: "Other.", source: { ...row.source, readOn: "2027-03-01" } };
  const after = withRenewals(base, addRenewal(NO_RENEWALS, later));
  expect(after.law[0]).toEqual(later);
  expect(after.law).toHaveLength(base.law.length);
});

it("what is written is what is read, one row of each", () => {
  const once = addRenewal(NO_RENEWALS, read("ias", "2027-01-10"));
  const twice = addRenewal(once, read("ias", "2027-01-11"));
  expect(twice.facts).toHaveLength(1);
  const file = { path: ".hq-kit/renewed/pt.json", text: printRenewals(twice) };
  expect(readRenewals(file)).toEqual({ renewals: twice, findings: [] });
});

it.each(["", "{}", '{"facts": [{"id": "ias"}], "law": []}', "[]"])(
  "a damaged file %j counts for nothing and is told",
  (text) => {
    const { renewals, findings } = readRenewals({ path: ".hq-kit/renewed/pt.json", text });
    expect(renewals).toEqual(NO_RENEWALS);
    expect(findings).toHaveLength(1);
  },
);

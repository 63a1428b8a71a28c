/** `hq duty` closes what the plan names, by whatever name a founder gives it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../../cli/program.ts";
import type { StandupPlan } from "../../../company/standup/types.ts";
import {
  clonedPackage,
  installedCompany,
  put,
  removeFolders,
  testIo,
} from "../../setup/company.ts";

afterAll(removeFolders);

const CONSTITUTION = ".github/copilot-instructions.md";
const packageRoot = await clonedPackage({ packs: true });

async function company(): Promise<string> {
  const root = await installedCompany(packageRoot);
  const page = await readFile(path.join(root, CONSTITUTION), "utf8");
  const own = "| Trademark renewal | `0 0 15 12 *` | lawyer | 60 days |\n";
  const few = page.replaceAll(/^\| pt:(?!saf-t|iva-recapitulative).*\n/gm, "");
  await put(root, CONSTITUTION, few.replace(/^(\| pt:iva-recapitulative \|.*\n)/m, `${own}$1`));
  return root;
}

async function hq(root: string, ...argv: string[]) {
  const io = testIo(root, "2027-01-20T09:00:00Z");
  const exit = await run([...argv, "--root", root], io);
  return {
    exit,
    out: io.out.join("").replaceAll(/\s+/g, " "),
    err: io.err.join("").replaceAll(/\s+/g, " "),
  };
}

async function duesOf(root: string, obligation: string): Promise<string[]> {
  const { out } = await hq(root, "standup", "--dry-run", "--json");
  const { plan } = JSON.parse(out) as { plan: StandupPlan };
  return [...plan.obligations.items, ...plan.upcomingObligations.items]
    .filter((item) => item.obligation === obligation)
    .map(({ due, missed }) => (missed > 1 ? `${missed} since ${due}` : due));
}

describe("hq duty", () => {
  it("closes the oldest open day of a duty of the pack, with its receipt, and says what is left", async () => {
    const root = await company();
    expect(await duesOf(root, "SAF-T invoices")).toEqual(["2 since 2026-12-05", "2027-02-05"]);
    const done = await hq(
      root,
      "duty",
      "done",
      "pt:saf-t",
      "--on",
      "2026-12-04",
      "--receipt",
      "R-1",
    );
    expect([done.exit, done.out]).toEqual([
      0,
      "SAF-T invoices, due 2026-12-05: done on 2026-12-04. 1 later ones of it are still late. ",
    ]);
    expect(await duesOf(root, "SAF-T invoices")).toEqual(["2027-01-05", "2027-02-05"]);
    const shown = await hq(root, "memory", "show", "deadline:saf-t-invoices:2026-12-05");
    expect(shown.out).toContain("Completed: 2026-12-04");
    expect(shown.out).toContain("Receipt: R-1");
  });

  it("takes its words, its entity, and one of its days", async () => {
    const root = await company();
    await hq(root, "duty", "done", "SAF-T invoices", "--due", "2027-01-05");
    expect(await duesOf(root, "SAF-T invoices")).toEqual(["2026-12-05", "2027-02-05"]);
    await hq(root, "duty", "done", "deadline:saf-t-invoices:2026-12-05");
    expect(await duesOf(root, "SAF-T invoices")).toEqual(["2027-02-05"]);
    // Filed before its day: the next one is the day after that.
    await hq(root, "duty", "done", "pt:saf-t", "--due", "2027-02-05");
    expect(await duesOf(root, "SAF-T invoices")).toEqual(["2027-03-05"]);
  });

  it("takes a part of a name that only one open duty has, and asks where several have it", async () => {
    const root = await company();
    expect((await hq(root, "duty", "done", "saft")).out).toContain("SAF-T invoices");
    const several = await hq(root, "duty", "done", "i");
    expect(several.exit).toBe(2);
    expect(several.err).toMatch(/open duties have this in their name.*Say which: .*SAF-T invoices/);
  });

  it("closes a row of the founder's own", async () => {
    const root = await company();
    expect(await duesOf(root, "Trademark renewal")).toEqual(["2026-12-15", "2027-12-15"]);
    await hq(root, "duty", "done", "trademark renewal");
    expect(await duesOf(root, "Trademark renewal")).toEqual(["2027-12-15"]);
  });

  it("skips a day with its reason, and stops a duty that is ours no more", async () => {
    const root = await company();
    const skipped = await hq(
      root,
      "duty",
      "skip",
      "pt:iva-recapitulative",
      "--reason",
      "no sales to EU businesses",
    );
    expect(skipped.out).toBe("IVA recapitulative statement, due 2027-01-20: not due this time. ");
    expect(await duesOf(root, "IVA recapitulative statement")).toEqual(["2027-04-20"]);
    expect((await hq(root, "duty", "stop", "pt:iva-recapitulative")).exit).toBe(0);
    expect(await duesOf(root, "IVA recapitulative statement")).toEqual([]);
    expect(await readFile(path.join(root, CONSTITUTION), "utf8")).not.toContain(
      "pt:iva-recapitulative",
    );
  });

  it("refuses what is no duty, and a day to come as the day it was done", async () => {
    const root = await company();
    const refused = async (...argv: string[]) => {
      const { exit, err } = await hq(root, "duty", ...argv);
      return [exit, err];
    };
    expect(await refused("done", "ghost")).toEqual([
      2,
      expect.stringContaining("nothing of this name is open"),
    ]);
    expect(await refused("done", "pt:ghost")).toEqual([
      2,
      expect.stringContaining('the pack pt has no duty "ghost"'),
    ]);
    expect(await refused("done", "pt:saf-t", "--on", "2027-01-21")).toEqual([
      2,
      expect.stringContaining("that day is to come"),
    ]);
    expect(await refused("stop", "ghost")).toEqual([2, expect.stringContaining("has no such row")]);
  });
});

it("a fact about a day of a duty needs no type", async () => {
  const root = await company();
  const { err } = await hq(
    root,
    "memory",
    "add",
    "deadline:saf-t-invoices:2026-12-05",
    "Completed: 2026-12-04",
  );
  expect(err).toBe("");
  // A day that the duty does not have settles nothing, and that is told.
  const other = await hq(root, "memory", "add", "deadline:saf-t-invoices:2026-12-21", "Receipt: 1");
  expect(other.err.replaceAll(/\s+/g, " ")).toContain('Its open day is 2027-01-05: hq done "SAF-T');
});

describe("hq duty list, add and check", () => {
  it("lists what is late with its count, and what is to come", async () => {
    const root = await company();
    const { exit, out } = await hq(root, "duty");
    expect(exit).toBe(0);
    expect(out).toContain("2026-12-05 SAF-T invoices, 2 days of it late");
    expect(out).toContain("2027-02-05 SAF-T invoices");
    const listed = JSON.parse((await hq(root, "duty", "list", "--json")).out) as {
      duties: { due: string }[];
    };
    const dues = listed.duties.map(({ due }) => due);
    expect(dues.length).toBeGreaterThan(2);
    expect(dues).toEqual(dues.toSorted());
    expect(listed.duties).toContainEqual(
      expect.objectContaining({ obligation: "SAF-T invoices", missed: 2 }),
    );
  });

  it("adds one of the pack and one of the founder's own, once", async () => {
    const root = await company();
    expect(await hq(root, "duty", "add", "pt:modelo-3")).toMatchObject({ exit: 0 });
    const own = ["duty", "add", "Fire safety check", "--schedule", "0 0 1 2 *", "--warn", "20"];
    expect((await hq(root, ...own)).out).toContain("Fire safety check is in the plan.");
    expect(await duesOf(root, "Fire safety check")).toEqual(["2027-02-01"]);
    const page = await readFile(path.join(root, CONSTITUTION), "utf8");
    expect(page).toMatch(/\| pt:modelo-3 \| +\| +\| +\|/);
    expect(await hq(root, ...own)).toMatchObject({
      exit: 2,
      err: expect.stringContaining("has this row") as string,
    });
    expect(await readFile(path.join(root, CONSTITUTION), "utf8")).toBe(page);
  });

  it.each([
    [["pt:no-such"], /has no duty "no-such"/],
    [["Fire check"], /it has no schedule/],
    [["Fire check", "--schedule", "never"], /expected a schedule such as/],
    [["Fire check", "--schedule", "0 0 1 2 *", "--agent", "cook"], /no department "cook"/],
    [["Fire check", "--schedule", "0 0 1 2 *", "--warn", "soon"], /a number from 0 to 366/],
  ])("adds nothing that could not be planned: %s", async (words, why) => {
    const root = await company();
    const page = await readFile(path.join(root, CONSTITUTION), "utf8");
    expect(await hq(root, "duty", "add", ...words)).toMatchObject({
      exit: 2,
      err: expect.stringMatching(why) as string,
    });
    expect(await readFile(path.join(root, CONSTITUTION), "utf8")).toBe(page);
  });

  it("says of a filing what has expired under it", async () => {
    const root = await company();
    await put(root, "Founder/iva.md", "## IVA periodic return, due 2027-02-20\n");
    const checked = await hq(root, "duty", "check", "Founder/iva.md");
    expect(checked.exit).toBe(1);
    expect(checked.out).toContain("lawful until 2027-02-22 (fourth quarter 2026): concerns");
    expect(checked.out).toContain("had to be read again by 2026-12-31");
    const none = await hq(root, "duty", "check", "BOARD.md");
    expect(none.err).toContain("the text holds no filing");
  });
});

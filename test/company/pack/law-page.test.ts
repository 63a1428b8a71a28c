import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { expiringFacts } from "../../../company/kit/facts/expiring-facts.ts";
import { lawPage } from "../../../company/pack/law-page.ts";
import { isAsMade, pagesOfPacks, rowsOfPages } from "../../../company/pack/pages.ts";
import { found, pack, ROOT } from "./kit-packs.ts";

const made = lawPage(pack("pt"));
if (made === null) throw new Error("Portugal makes no page");

it("stands in the kit as the pack makes it", () => {
  expect(readFileSync(path.join(ROOT, made.path), "utf8")).toBe(made.text);
});

it.each(pagesOfPacks(found.packs))(
  "stands in the kit as the packs make it: $path",
  ({ path: file, text }) => {
    expect(readFileSync(path.join(ROOT, file), "utf8")).toBe(text);
    expect(text).not.toContain("{{");
  },
);

it("has every row of law with its source and grade, and what is not due", () => {
  for (const { question, source } of pack("pt").law) {
    const row = made.text.split("\n").find((line) => line.startsWith(`| ${question} |`));
    expect(row, question).toContain(`${source.article} [${source.grade}]`);
    if (source.link !== undefined) expect(row).toContain(source.link);
  }
  for (const { name } of pack("pt").notDue) expect(made.text).toContain(`| ${name} |`);
});

it("is told apart from what a hand changed, and from what is not there", () => {
  expect(isAsMade(made, made.text)).toBe(true);
  expect(isAsMade(made, made.text.replaceAll("\n", "\r\n"))).toBe(true);
  expect(isAsMade(made, `${made.text}x`)).toBe(false);
  expect(isAsMade(made, undefined)).toBe(false);
  expect(lawPage(pack("es"))).toBeNull();
});

it("leaves the expiry of its rows to the pack, which is told once, and tells that of the founder's own", () => {
  const rows = rowsOfPages([pack("pt")]);
  expect(expiringFacts([made], "2027-12-31", rows)).toEqual([]);
  const own = "| Our own rule | yes | a letter | 2026-11-20 | 2027-01-01 | |\n";
  const text = made.text.replace("\n## Not due", `${own}\n## Not due`);
  const [skill] = expiringFacts([{ path: made.path, text }], "2027-12-31", rows);
  expect(skill?.facts.map(({ fact }) => fact)).toEqual(["Our own rule"]);
  expect(expiringFacts([made], "2027-12-31")).toEqual([]);
});

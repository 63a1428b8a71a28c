import { expect, test } from "vitest";
import { addDays } from "../../company/dates.ts";
import type { Answers } from "../../setup/answers.ts";
import { type FirstWeekInput, firstWeekTasks } from "../../setup/first-week.ts";

const answers: Answers = {
  company: "Acme",
  founder: "Ana",
  country: "Portugal",
  timeZone: "Europe/Lisbon",
  currency: "EUR",
  language: "English",
  products: [],
  departments: ["coo"],
  situation: {},
};

function tasks(change: Partial<FirstWeekInput> = {}) {
  return firstWeekTasks({
    answers,
    today: "2026-11-20",
    obligations: [],
    openQuestions: 0,
    has: () => true,
    ...change,
  });
}

test("begun on any day of the week, every task is due on a working day within ten days", () => {
  for (let day = 0; day < 7; day += 1) {
    const today = addDays("2026-11-16", day);
    for (const { due } of tasks({ today })) {
      expect([0, 6]).not.toContain(new Date(`${due}T00:00:00Z`).getUTCDay());
      expect(due >= today && due <= addDays(today, 10)).toBe(true);
    }
  }
});

test("with the COO alone, what another department would do is the founder's", () => {
  expect(new Set(tasks().map(({ agent }) => agent))).toEqual(new Set(["founder", "coo"]));
});

test("tasks point only at pages that the company has", () => {
  const titles = tasks({ has: () => false }).map(({ title }) => title);
  expect(titles.join("\n")).not.toContain(".github/skills/");
});

test("a company without a product is asked for its first one, and one with a whole row for nothing", () => {
  expect(tasks().some(({ title }) => title.startsWith("Write the first product"))).toBe(true);
  const product = {
    name: "Farol",
    status: "live",
    stack: "Node",
    url: "https://farol.example",
  } as const;
  const whole = { ...answers, products: [{ ...product, socialUrl: "", note: "" }] };
  expect(tasks({ answers: whole }).some(({ title }) => title.includes("Products in"))).toBe(false);
  const half = { ...answers, products: [{ ...product, url: "", socialUrl: "", note: "" }] };
  expect(tasks({ answers: half }).some(({ title }) => title.includes("links of Farol"))).toBe(true);
});

test("the first post is about the product that is furthest on, not about an idea", () => {
  const product = (name: string, status: "idea" | "beta" | "live") => {
    return { name, status, stack: "", url: "", socialUrl: "", note: "" };
  };
  const products = [product("Farol", "idea"), product("Boia", "live"), product("Rede", "beta")];
  const titles = tasks({ answers: { ...answers, products } }).map(({ title }) => title);
  expect(titles).toContain(
    "Draft the first post about Boia with /draft-post into Marketing/drafts",
  );
});

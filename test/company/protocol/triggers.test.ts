import { describe, expect, it } from "vitest";
import type { Constitution, ReviewTrigger } from "../../../company/constitution/types.ts";
import { requiredReviews, type Work } from "../../../company/protocol/triggers.ts";

const DEPARTMENTS = ["coo", "cfo", "marketing", "lawyer", "accountant", "cto"];

function page(...rows: [topic: string, signals: string, reviewer: string][]): Constitution {
  const reviewTriggers = rows.map(
    ([topic, signals, reviewer], at): ReviewTrigger => ({
      line: 50 + at,
      topic,
      signals: signals.split(", "),
      reviewer,
    }),
  );
  const departments = DEPARTMENTS.map((agent) => ({ line: 1, agent, owns: "", approves: "" }));
  return { reviewTriggers, departments } as unknown as Constitution;
}

/** The reviewers that a text needs by one row of signals. */
function matches(signals: string, text: string): boolean {
  const rules = page(["Topic", signals, "lawyer"]);
  return requiredReviews({ author: "coo", text }, rules).length > 0;
}

describe("a signal", () => {
  it.each([
    ["price", "Prices rise", true],
    ["price", "PRICING", true],
    ["price", "the café's price-list", true],
    ["price", "priceless", false],
    ["price", "pri\u200Bces", true],
    ["price", "pri\u{E0061}c\u3164es", true],
    ["price", "pr\u0456ce", true],
    ["price", "\uFF50rice", true],
    ["price", "pri**ce**", true],
    ["personal data", "She wants us to erase everything", true],
    ["terms", "She wants us to erase everything", false],
    ["deductible", "Posso abater o telemóvel?", false],
    ["dedutível", "Posso abater o telemóvel?", true],
    ["price", "enterprise", false],
    ["cost", "The illustrator wants 120 euros", true],
    ["cost", "49 instead of 32 a month", true],
    ["cost", "2 a month is what I write", false],
    ["server cost", "The illustrator wants 120 euros", false],
    ["tax", "We are taxed", true],
    ["tax", "a taxi, a syntax", false],
    ["server", "It serves us, we serve", false],
    ["IRS", "o IRS de 2026", true],
    ["IRS", "vamos ir", false],
    ["API", "two APIs", true],
    ["preço", "os preços", true],
    ["preço", "os precos", true],
    ["preco", "O PREÇO", true],
    ["retenção", "retencao na fonte", true],
    ["retenção", "retenções", true],
    ["dedutível", "são dedutíveis", true],
    ["contrato", "um contrato", true],
    ["personal data", "your personal\ndata", true],
    ["personal data", "your *personal* data", true],
    ["personal data", "It is personal. Data follows.", false],
    ["personal data", "personal\n\ndata", false],
    ["dados de clientes", "os dados dos nossos clientes", true],
    ["audit trail", "audit-trails", true],
    ["conformidade", "conforme combinado", false],
    ["legal", "os prazos legais", true],
    ["prazo legal", "os prazos legais", true],
    ["útil", "cinco dias úteis", true],
    ["fácil", "faceis", true],
    ["papel", "os papéis", true],
    ["lei", "as leis", true],
    ["mês", "dois meses", true],
    ["anual", "planos anuais", true],
    ["isenção", "isencoes", true],
    ["prazo", "dentro dos prazos", true],
    ["prazo", "foi um prazer", false],
    ["ano", "uma ana", false],
  ])("%s in %j: %s", (signal, text, expected) => {
    expect(matches(signal, text)).toBe(expected);
  });

  it.each([
    ["We buy a camera for 200 EUR", false],
    ["We buy a camera for 200.50 EUR", true],
    ["We buy a camera for €1,200", true],
    ["Vamos comprar por 1.150 €", true],
    ["We buy ten for 2k euros", true],
    ["We buy 300 boxes", false],
    ["The new laptop: 900 EUR", true],
    ["We buy a pen", false],
  ])("above an amount counts without a verb: %j: %s", (text, expected) => {
    expect(matches("> 200, buy, comprar", text)).toBe(expected);
  });

  it.each([
    ["infra/", "infra/main.tf", true],
    ["infra/", "docs/infra/main.tf", false],
    ["*.sql", "ledger/migrations/0001.sql", true],
    ["docs/**/*.md", "docs/a/b.md", true],
    ["Founder/activity.md", "./Founder/activity.md", true],
    ["CI/CD", "CI/CD", false],
    ["Marketing/drafts/", "Marketing/drafts/week-2026-W48.md#2026-11-24-x-a", true],
    ["Marketing/drafts/*.md", "Marketing/drafts/week-2026-W48.md#2026-11-24-x-a", true],
    ["*.md", "Marketing/drafts/week-2026-W48.md#2026-11-24-x-a", true],
    ["*.sql", "Marketing/drafts/week-2026-W48.md#2026-11-24-x-a", false],
    ["drafts/[!_]*.md", "drafts/a.md", true],
    ["drafts/[!_]*.md", "drafts/_a.md", false],
    ["2026-{1..12}/*", "2026-11/x.md", true],
    ["2026-{1..12}/*", "2026-13/x.md", false],
    ["2026-{01..12}/*", "2026-07/x.md", true],
    ["2026-{01..12}/*", "2026-7/x.md", false],
    ["!keep/*", "other/x.md", false],
  ])("may be a path: %s and %s: %s", (signal, path, expected) => {
    const rules = page(["Topic", signal, "lawyer"]);
    const required = requiredReviews({ author: "coo", text: "", paths: [path] }, rules);
    expect(required.length > 0).toBe(expected);
  });
});

const RULES = page(
  ["Spending, pricing", "price", "cfo"],
  ["Pricing and tax", "price, tax", "accountant"],
  ["Contracts", "contract", "lawyer"],
  ["Public messaging", "launch", "marketing"],
  ["Customer data", "customer data", "founder"],
  ["Ghosts", "ghost", "nobody"],
);

const routes = (work: Omit<Work, "text"> & { text?: string }) =>
  Object.fromEntries(
    requiredReviews({ text: "price contract launch customer data ghost", ...work }, RULES).map(
      ({ reviewer, route }) => [reviewer, route],
    ),
  );

describe("the reviews of a work", () => {
  it("say which words stand where for which row", () => {
    const text = "First line\nA lower price, no contract.";
    expect(requiredReviews({ author: "coo", text }, RULES)).toMatchObject([
      { reviewer: "cfo", because: [{ topic: "Spending, pricing", row: 50, found: "price" }] },
      { reviewer: "accountant", because: [{ row: 51, line: 2, column: 9, offset: 19 }] },
      { reviewer: "lawyer", because: [{ signal: "contract", found: "contract", in: "text" }] },
    ]);
  });

  it("are one for each reviewer, with all its reasons", () => {
    const [, accountant] = requiredReviews({ author: "coo", text: "price, tax" }, RULES);
    expect(accountant?.because.map(({ found }) => found)).toEqual(["price", "tax"]);
  });

  it("come from the declared topic too, by row, by part of a row, or by signal", () => {
    for (const topic of ["Contracts", " contracts ", "the contract with the shop"]) {
      expect(routes({ author: "coo", text: "", topic })).toEqual({ lawyer: { kind: "ask" } });
    }
    expect(Object.keys(routes({ author: "coo", text: "", topic: "pricing" }))).toContain("cfo");
  });

  it("go to the founder where the table says so, or names nobody that there is", () => {
    expect(routes({ author: "coo" })).toMatchObject({
      founder: { kind: "founder", reason: "the table names the founder" },
      nobody: { kind: "founder", reason: 'there is no department "nobody"' },
    });
  });

  it("stay required when the author is the reviewer: the founder, or who began, sees to it", () => {
    expect(routes({ author: "marketing" }).marketing).toEqual({
      kind: "founder",
      reason: "marketing would review its own work",
    });
    expect(routes({ author: "marketing", chain: ["coo", "marketing"] }).marketing).toMatchObject({
      kind: "owner",
      to: "coo",
    });
  });

  it("stay required when a callback or the depth stops them", () => {
    expect(routes({ author: "lawyer", chain: ["marketing", "lawyer"] })).toMatchObject({
      marketing: { kind: "owner", to: "marketing", reason: expect.stringContaining("call chain") },
      cfo: { kind: "ask" },
    });
    expect(routes({ author: "lawyer", chain: ["coo", "marketing", "lawyer"] })).toMatchObject({
      cfo: { kind: "owner", to: "coo", reason: expect.stringContaining("3 agents") },
    });
    expect(routes({ author: "cfo", chain: ["founder", "coo", "cfo"] }).lawyer).toMatchObject({
      kind: "founder",
    });
  });

  it("are found in a text of 1 MB, with the first reasons only", () => {
    const [cfo] = requiredReviews({ author: "coo", text: "price ".repeat(170_000) }, RULES);
    expect(cfo?.because).toHaveLength(10);
  });
});

it("explains a row by its first hits, however many amounts there are", () => {
  const rules = page(["Spending", "> 200, buy", "cfo"]);
  const text = `We buy ${"a boat for 900 EUR and ".repeat(50)}a net`;
  expect(requiredReviews({ author: "coo", text }, rules)[0]?.because.length).toBe(10);
});

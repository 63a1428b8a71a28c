import { describe, expect, it } from "vitest";
import { lawElsewhere } from "../../../company/pack/foreign.ts";

describe("the law of another country", () => {
  it.each([
    ["What is the corporate tax in Estonia?", "Estonia"],
    ["Quanto é o imposto sobre empresas em Espanha?", "Spain"],
    ["Wie hoch ist die Gewerbesteuer in Deutschland", "Germany"],
    ["¿Qué impuestos hay en los Estados Unidos?", "United States"],
    ["Must I register for tax in Brazil when I sell my plug-in there?", "Brazil"],
    ["how does the UK limited company work", "United Kingdom"],
    ["Spanish minimum wage", "Spain"],
  ])("is asked for by: %s", (question, country) => {
    expect(lawElsewhere(question, "PT")).toBe(country);
  });

  it.each([
    "A company in Germany wants to buy my app",
    "Somebody in France pays me 9 euros a month",
    "Faturei a uma empresa irlandesa sem IVA",
    "my client in Brazil wants a discount",
    "Do I register for VAT in Germany when I sell to consumers there?",
    "We pay a freelancer in India. Do we hold back tax?",
    "moving from Portugal to Spain, where do I pay",
    "terms in German",
    "termos em inglês",
    "I live on the island of Madeira",
    "how do I file the return",
  ])("is not, where we deal with somebody there or name no country: %s", (question) => {
    expect(lawElsewhere(question, "PT")).toBeNull();
  });

  it("of one's own country is no other one", () => {
    expect(lawElsewhere("income tax in Spain", "ES")).toBeNull();
    expect(lawElsewhere("imposto do selo em Portugal", "PT")).toBeNull();
    expect(lawElsewhere("imposto do selo em Portugal", "ES")).toBe("Portugal");
  });
});

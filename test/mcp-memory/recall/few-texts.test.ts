import { describe, expect, it } from "vitest";
import { textRanker } from "../../../mcp-memory/recall/few-texts.ts";

const TEXTS = [
  { names: ["Annual return", "when is the yearly declaration due"], says: "30 June" },
  { names: ["Cookies", "banner on the site"], says: "only with consent, also for a return visit" },
  { names: ["Refund", "client wants the money back"], says: "within 14 days" },
];
const rank = textRanker(TEXTS);

describe("ranking a few texts", () => {
  it("sets a word in a name before the same word in what is said", () => {
    expect(rank("return").map(({ at }) => at)).toEqual([0, 1]);
  });

  it("says how much of the question is met: all of it, a part, nothing", () => {
    const share = (question: string) => rank(question)[0]?.share ?? 0;
    expect(share("cookies banner")).toBeGreaterThan(0.95);
    expect(share("cookies zeppelin xylophone")).toBeGreaterThan(0);
    expect(share("cookies zeppelin xylophone")).toBeLessThan(0.5);
    expect(rank("zeppelin xylophone")).toEqual([]);
  });

  it("finds other words of the same meaning, other languages and typing mistakes", () => {
    expect(rank("customer asks for a refund")[0]?.at).toBe(2);
    expect(rank("um cliente quer o dinheiro de volta")[0]?.at).toBe(2);
    expect(rank("cookeis")[0]?.at).toBe(1);
  });

  it("gives the same again, and nothing of nothing", () => {
    expect(rank("yearly declaration")).toEqual(rank("yearly declaration"));
    expect(textRanker([])("return")).toEqual([]);
  });
});

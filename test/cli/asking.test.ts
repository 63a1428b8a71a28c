/** The questions of `hq init` and `hq setup`, asked of a founder who answers from a list. */
import { describe, expect, test } from "vitest";
import { BACK, LEFT, type Or, type Prompts } from "../../cli/asking/prompts.ts";
import { askSetup } from "../../cli/asking/setup-menu.ts";
import { followingLines } from "../../cli/asking/summary.ts";
import { askAnswers, askToChange, askToWriteCompany } from "../../cli/setup-questions.ts";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { HqError } from "../../company/error.ts";
import { type AnswerSources, completeAnswers, type RawAnswers } from "../../setup/answers.ts";
import { presentAnswers } from "../../setup/setup-wish.ts";
import { FILE, PAGE } from "../company/constitution/page.ts";
import { pack } from "../company/pack/kit-packs.ts";

const packs = [pack("pt"), pack("es"), pack("eu")];
const KNOWN = ["ceo", "coo", "cfo"];
const sources = (raw: RawAnswers = {}): AnswerSources => {
  return { raw, constitution: null, known: KNOWN, packs, systemTimeZone: "UTC" };
};

/** `=` takes what stands there already; what is refused is told and asked again with the next answer. */
function founder(...answers: (string | string[] | symbol)[]) {
  const asked: string[] = [];
  const refused: string[] = [];
  const said: string[] = [];
  const next = (message: string, canGoBack: boolean): Or<string | string[]> => {
    asked.push(message.split("\n")[0] ?? "");
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`asked once too often: ${message}`);
    if (answer === BACK && !canGoBack) throw new Error(`no way back: ${message}`);
    if (answer === BACK) return BACK;
    if (answer === LEFT) return LEFT;
    if (typeof answer === "symbol") throw new Error("no such symbol");
    return answer;
  };
  const prompts: Prompts = {
    text: async ({ message, canGoBack, initial, check }): Promise<Or<string>> => {
      for (;;) {
        const answer = next(message, canGoBack);
        if (typeof answer === "symbol") return answer;
        const written = answer === "=" ? (initial ?? "") : String(answer);
        try {
          check(written);
          return written;
        } catch (error) {
          if (!(error instanceof HqError)) throw error;
          refused.push(error.message);
        }
      }
    },
    choose: async ({ message, canGoBack, options, initial }) => {
      const answer = next(message, canGoBack);
      if (typeof answer === "symbol") return answer;
      const wanted = answer === "=" ? (initial ?? options[0]?.value) : String(answer);
      const option = options.find(({ value }) => value === wanted);
      if (option === undefined) throw new Error(`no option ${wanted} of ${message}`);
      return option.value;
    },
    several: async ({ message }) => {
      const answer = next(message, false);
      if (typeof answer === "symbol") return answer;
      return Array.isArray(answer) ? answer : [answer];
    },
    begin: () => {},
    say: (words) => void said.push(words),
  };
  return { prompts, asked, refused, said, left: answers };
}

/** Open for each question of the pack but the first ones. */
const open = (from: number) => Array<string>(pack("pt").questions.length - from).fill("=");

describe("hq init", () => {
  test("asks the questions of the country's pack after the country, each with a way back", async () => {
    const { prompts, asked, refused, said, left } = founder(
      ...["Boia", "Ana", "Portgual", "Portugal", BACK, "Portugal", "=", "=", "German"],
      ...["lda", BACK, "sole-trader", "exempt", "spring", "2026-03-01", ...open(3)],
      ...["", "some", ["cfo"]],
    );
    const raw = await askAnswers(sources(), prompts);
    if (raw === null) throw new Error("left");
    expect(left).toEqual([]);
    expect(refused).toEqual([
      expect.stringContaining("Did you mean Portugal?"),
      expect.stringContaining("expected a day such as 2026-03-01"),
    ]);
    expect(said).toEqual([
      "The checks of drafts read English and Portuguese only: of a text in German nothing is checked, and every check of one fails.",
    ]);
    expect(asked.slice(0, 8)).toEqual([
      ...["What is the company called?", "What is your name?"],
      ...["In which country is the company?", "In which country is the company?"],
      ...["Time zone", "In which country is the company?", "Time zone", "Currency"],
    ]);
    expect(completeAnswers(sources(raw))).toMatchObject({
      ...{ company: "Boia", founder: "Ana", country: "Portugal", timeZone: "Europe/Lisbon" },
      ...{ language: "German", products: [], departments: ["coo", "cfo"] },
      situation: { "legal-form": "sole-trader", vat: "exempt", "activity-start": "2026-03-01" },
    });
  });

  test("does not ask what was given as an option", async () => {
    const given: RawAnswers = {
      ...{ company: "Boia", founder: "Ana", country: "Portugal", timezone: "Europe/Lisbon" },
      ...{ currency: "EUR", language: "English", product: ["Boia"], departments: "all" },
      answer: pack("pt")
        .questions.slice(1)
        .map(({ id }) => `${id}=not set`),
    };
    const { prompts, asked } = founder("lda");
    const raw = await askAnswers(sources(given), prompts);
    expect(asked).toEqual(["Which legal form: sole trader or single-member company (Lda)?"]);
    expect(completeAnswers(sources(raw ?? {})).situation).toEqual({ "legal-form": "lda" });
  });

  test("asks products field by field, completes an address, and goes back within them", async () => {
    const given: RawAnswers = {
      ...{ company: "Boia", founder: "Ana", country: "Brazil", timezone: "UTC", currency: "BRL" },
      ...{ language: "Portuguese", departments: "all" },
    };
    const { prompts, asked, said, left } = founder(
      ...["Farol", BACK, "Boia", "live", "Node", BACK, "Node | SQLite", "boia.example", "", ""],
      ...["Farol", "idea", "", "", "", "", BACK, "boia", "beta", "=", "=", "=", "for surfers", ""],
    );
    const raw = await askAnswers(sources(given), prompts);
    expect(left).toEqual([]);
    expect(said).toEqual(["https:// was added: https://boia.example"]);
    expect(asked.slice(0, 4)).toEqual([
      ...["Name of the first product (empty: none yet)", "How far is Farol?"],
      ...["Name of the first product (empty: none yet)", "How far is Boia?"],
    ]);
    expect(completeAnswers(sources(raw ?? {})).products).toEqual([
      {
        ...{ name: "boia", status: "beta", stack: "Node / SQLite", url: "https://boia.example" },
        ...{ socialUrl: "", note: "for surfers" },
      },
    ]);
  });

  test("changes one answer before it writes, and asks what another country asks", async () => {
    const raw: RawAnswers = {
      ...{ company: "Boia", founder: "Ana", country: "Portugal", timezone: "Europe/Lisbon" },
      ...{ currency: "EUR", language: "English", product: [], departments: "all" },
      answer: ["legal-form=lda", "vat=exempt", "oss=yes"],
    };
    const shared = pack("eu").questions.length;
    const { prompts, asked, left } = founder(
      ...["country", "Spain", "=", "=", "autonomo"],
      ...Array<string>(pack("es").questions.length - shared - 1).fill("="),
    );
    const changed = await askToChange(sources(), raw, prompts);
    expect(left).toEqual([]);
    expect(asked.filter((message) => /One Stop Shop/.test(message))).toEqual([]);
    expect(completeAnswers(sources(changed ?? {}))).toMatchObject({
      ...{ country: "Spain", timeZone: "Europe/Madrid" },
      situation: { "legal-form": "autonomo", oss: "yes" },
    });
    expect(await askToChange(sources(), raw, founder(BACK).prompts)).toBe(raw);
    expect(await askToChange(sources(), raw, founder("vat", BACK).prompts)).toBe(raw);
    expect(await askToChange(sources(), raw, founder(LEFT).prompts)).toBeNull();
  });

  test("leaves at once when the founder does, and writes only after a yes", async () => {
    expect(await askAnswers(sources(), founder("Boia", LEFT).prompts)).toBeNull();
    for (const [typed, means] of [
      ...([
        ["yes", "yes"],
        ["no", "no"],
        ["change", "change"],
      ] as const),
      [LEFT, "cancelled"] as const,
    ]) {
      expect(await askToWriteCompany(3, founder(typed).prompts)).toBe(means);
    }
  });

  test("says which duties come, which wait and which do not hold, with their number", () => {
    const lda = new Map([["legal-form", "lda"]]);
    const [come = "", waiting = "", not = ""] = followingLines("Portugal", pack("pt"), lda);
    expect(come).toMatch(/^\d+ duties come: .*IRC Modelo 22/);
    expect(waiting).toMatch(/^\d+ of them wait for an answer: .*IVA periodic return/);
    expect(not).toMatch(/^\d+ do not hold: .*IRS Modelo 3 return/);
    const count = (line: string) => Number(line.split(" ")[0]);
    expect(count(come) + count(not)).toBe(pack("pt").duties.length);
    expect(followingLines("Brazil", null, new Map())).toEqual([
      "No duties of Brazil are known here: the first week asks an accountant for them.",
    ]);
  });
});

describe("hq setup", () => {
  const { constitution } = parseConstitution(PAGE, FILE);
  const present = presentAnswers(constitution, packs, "UTC");
  const start = { raw: present.raw, isNamed: false };

  test("shows the present answers and changes those that are chosen", async () => {
    const { prompts, left } = founder(
      ...["company", "Foz Lda", "vat", "exempt", "products", "Duna", "live"],
      ...["", "", "", "", "", "\u0000done"],
    );
    const raw = await askSetup(prompts, present, start);
    expect(left).toEqual([]);
    expect(raw).toMatchObject({ company: "Foz Lda", answer: ["vat=exempt"] });
    expect(raw?.product?.map((text) => text.split("|").slice(0, 2))).toEqual([
      ["Foz", "live"],
      ["Duna", "live"],
    ]);
  });

  test("takes back what is not meant, and leaves without a change", async () => {
    const back = founder("vat", BACK, "\u0000all", BACK, "\u0000done");
    expect(await askSetup(back.prompts, present, start)).toEqual(present.raw);
    expect(await askSetup(founder("\u0000stop").prompts, present, start)).toBeNull();
    expect(await askSetup(founder("vat", LEFT).prompts, present, start)).toBeNull();
  });

  test("asks one question by its name, and what follows from a move", async () => {
    const one = founder("exempt");
    const raw = await askSetup(one.prompts, present, { ...start, only: "vat" });
    expect([raw?.answer, one.asked.length]).toEqual([["vat=exempt"], 1]);
    const moving = founder("Brazil", "=", "BRL");
    const moved = await askSetup(moving.prompts, present, { ...start, only: "country" });
    expect(moved).toMatchObject({ country: "Brazil", currency: "BRL" });
    expect(await askSetup(founder(LEFT).prompts, present, { ...start, only: "vat" })).toBeNull();
  });

  test("asks what another country asks when the country was said already", async () => {
    const { prompts, asked, left } = founder("=", "=");
    const raw = { ...present.raw, country: "Brazil", timezone: undefined, currency: undefined };
    await askSetup(prompts, present, { raw, isNamed: true });
    expect([asked, left]).toEqual([["Time zone", "Currency"], []]);
  });
});

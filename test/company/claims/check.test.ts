import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDraft } from "../../../company/claims/check.ts";
import { renderCheck } from "../../../company/claims/render.ts";
import { evidenceOf, evidencePaths } from "../../../company/claims/sources/evidence.ts";
import type { DraftCheck, DraftContext, NeededReview } from "../../../company/claims/types.ts";
import { DRAFT_CONTEXT } from "./draft-company.ts";

function check(text: string, given: Partial<DraftContext> = {}, channel = "x") {
  const result = checkDraft(text, channel, { ...DRAFT_CONTEXT, ...given });
  if (result.kind === "refused") throw new Error(result.reason);
  return result;
}

function reason(text: string): string {
  const result: DraftCheck = checkDraft(text, "x", DRAFT_CONTEXT);
  return result.kind === "refused" ? result.reason : "it was checked";
}

function answered(
  changes: Partial<{ verdict: "APPROVED" | "CONCERNS"; isAttested: boolean }>,
): NeededReview["standing"] {
  return {
    kind: "answered",
    id: "R-7",
    verdict: "APPROVED",
    reasons: ["So."],
    isAttested: true,
    ...changes,
  };
}

function founder(reason: string): NeededReview["standing"] {
  return { kind: "founder", reason };
}

describe("checkDraft", () => {
  test("refuses what is no readable text, with the line and the next step", () => {
    expect(reason("a".repeat(200_001))).toBe(
      "Cannot check the draft: it has more than 200 kB, expected at most 200 kB. Check its parts one by one.",
    );
    expect(reason(" \uFEFF\r\n")).toBe(
      "Cannot check the draft: it is empty, expected the text that goes out. Write it first.",
    );
    expect(reason("é".repeat(100_001))).toContain("more than 200 kB");
    expect(reason("one\ntwo\0")).toContain("line 2 has a NUL byte");
    expect(reason("one \uD83D two")).toContain("line 1 has half a character");
    expect(reason("caf\uFFFD")).toContain("a character that was lost");
    expect(reason("one\r\ntwo\r\ncafÃ©")).toContain(
      'line 3 has letters of another encoding ("Ã©")',
    );
    expect(reason("it\u0092s")).toContain("a control character");
    expect(reason("NÃO É PARA JÁ, 😀")).toBe("it was checked");
  });

  test("names line, words, rule, severity and way out", () => {
    const { ok, findings } = check(
      "# Notes\n\nA line.\nRedeiro is\nsecure by default.\n",
      {},
      "dev.to",
    );
    expect(ok).toBe(false);
    expect(findings).toEqual([
      {
        line: 4,
        words: "secure by default",
        rule: "above-level",
        severity: "blocking",
        what: 'It says "secure by default" as if it works today; it is THESIS in the table.',
        wayOut: 'Say it as what you think ("I think", "acho que"), or leave it out.',
      },
    ]);
  });

  test("numbers the statements, with what code proved and what it could not", () => {
    const { ok, statements } = check(
      "Redeiro keeps the stock. I dropped an index.\nRedeiro had 37 shops on 16 November. I think Redeiro could weigh nets.",
    );
    expect(ok).toBe(true);
    expect(statements).toMatchObject([
      { number: 1, line: 1, kinds: ["claim"], proved: [], open: ["it says something of Redeiro"] },
      {
        ...{ number: 2, line: 2, product: "Redeiro", kinds: ["figure", "claim"] },
        proved: ["37 shops: metric:redeiro-customers says so"],
        open: [],
      },
      { number: 3, text: "I think Redeiro could weigh nets.", kinds: ["claim"], open: [] },
    ]);
  });

  test("leaves to somebody what it cannot prove of a topic", () => {
    const { ok, statements } = check("Buyers ask for audit trails. Redeiro keeps the stock.");
    expect(ok).toBe(true);
    expect(statements[0]).toMatchObject({ topics: ["audit trails"] });
    expect(statements[0]?.open).toContain("it touches audit trails, which is ROADMAP");
  });

  test.each([
    "50+ shops run on Redeiro.",
    "Fifty-odd shops run on Redeiro.",
    "Two dozen shops run on Redeiro.",
    "One hundred shops run on Redeiro.",
    "Half of the harbour runs on Redeiro.",
    "9 in 10 skippers open it.",
    "None of them left.",
    "Everybody on the quay reads it.",
    "Mais de meia centena de lojas trabalha com ele.",
    "Metade da costa lê o aviso.",
    "Duas dúzias de barcos saem com a escala.",
    "Não há programa mais rápido.",
    "Did you know that Redeiro is secure by default?",
    "> [!NOTE]\n> Redeiro is SOC 2 certified.",
    "“Redeiro is secure by default” is what I can say today.",
    "Os teus dados estão a salvo.",
    "I promise that the order arrives.",
    "She has her diary back.",
  ])("puts to somebody whatever has a figure, a comparison, a promise or a quote: %s", (text) => {
    const { findings, statements } = check(text, {}, "dev.to");
    const isPut = statements.some(({ open }) => open.length > 0);
    expect(isPut || findings.some(({ severity }) => severity === "blocking")).toBe(true);
  });

  test.each([
    "50+ shops pay for Redeiro.",
    "Thirty-nine shops pay for Redeiro.",
    "One hundred shops pay for Redeiro.",
  ])("compares a figure with its metric, however it is spelled: %s", (text) => {
    expect(check(text).findings.map(({ rule }) => rule)).toEqual(["figure-differs"]);
  });

  test.each([
    "Redeiro is _secure_ by default.",
    "Redeiro is <b>secure</b> by default.",
    "Redeiro is [secure](https://redeiro.example) by default.",
    "| Redeiro is secure by default | yes |\n|---|---|\n| a | b |",
  ])("reads the words without the marks around them: %s", (text) => {
    expect(check(text, {}, "dev.to").findings.map(({ rule }) => rule)).toContain("above-level");
  });

  test("finds a row that names its product, where the post names it elsewhere", () => {
    const declared = { product: "Almadrava", level: null };
    for (const [text, given] of [
      ["Almadrava is in beta. Your card payments work.", {}],
      ["Your card payments work since Monday.", { declared }],
    ] as const) {
      const { statements } = check(text, given);
      expect(statements.flatMap(({ topics }) => topics)).toContain("card payments in Almadrava");
    }
  });

  test("makes no statement of a sentence that only stands near a product", () => {
    const { statements } = check("I read a book about lighthouses. Redeiro keeps the stock.");
    expect(statements.map(({ text }) => text)).toEqual(["Redeiro keeps the stock."]);
  });

  test.each([
    "El barco sale de la lonja y no lleva pasajeros.",
    "Das Boot liegt im Hafen und wartet.",
    "Лодка стоит в порту.",
    "Le bateau est dans le port.",
  ])("takes every sentence for a statement where it does not read the language: %s", (text) => {
    expect(check(text).statements).toMatchObject([{ kinds: ["unread"] }]);
  });

  test.each([
    "Shops want an audit trail in Redeiro.",
    "Sargaço isn't out.",
    "Almadrava does not take cards.",
    "Sargaço is only an idea so far.",
    "Não sei se o Sargaço vale o tempo.",
  ])("lets pass what claims nothing: %s", (text) => {
    expect(check(text).ok).toBe(true);
  });

  test.each([
    "Shops wanted the audit trail that Redeiro keeps.",
    "Redeiro asks for your approval before it orders.",
    "Sargaço has no limit on beaches.",
    "Almadrava does not lose a trip.",
    "People now plan their week with Sargaço.",
    "Sargaço already tells you when the water will be low.",
    "Na Almadrava já se paga ao capitão.",
    "Redeiro was up 99.99% of the last thirty days.",
    "Nothing goes out of Redeiro without your approval.",
    "Order at redeiro.shop today.",
    "Redeiro orders nothing until you have approved it.",
    "In Redeiro nothing is ordered unless you approve it.",
    "O Redeiro não encomenda nada sem que alguém o tenha aprovado.",
  ])("lets nothing pass silently that only looks like a denial, a wish or a story: %s", (text) => {
    const { ok, statements } = check(text);
    expect(ok && statements.every(({ open }) => open.length === 0)).toBe(false);
  });

  test("reads words and figures in backticks, and leaves commands and file names alone", () => {
    const rules = (text: string) => check(text, {}, "dev.to").findings.map(({ rule }) => rule);
    expect(rules("Redeiro finds the right net in `99%` of all cases.")).toContain(
      "figure-unproven",
    );
    expect(rules("I run `--accuracy=99%` in `redeiro.shop.ts`.")).toEqual([]);
  });

  test("takes as evidence only what exists: an address of that product, a file, a decided entity", () => {
    const withEvidence = (evidence: string, given: Partial<DraftContext> = {}) => {
      const constitution = {
        ...DRAFT_CONTEXT.constitution,
        statementLevels: [{ line: 9, topic: "audit trails", level: "LIVE" as const, evidence }],
      };
      const found = check("Redeiro has audit trails.", { constitution, ...given });
      return found.findings.map(({ what }) => what.replace(/^.*hold: /, ""));
    };
    expect(withEvidence("https://redeiro.example/audit")).toEqual([]);
    expect(withEvidence("https://help.redeiro.example/audit")).toEqual([]);
    expect(withEvidence("https://almadrava.example/audit")).toEqual([
      "https://almadrava.example/audit is not on a domain of Redeiro.",
    ]);
    expect(withEvidence("https://notredeiro.example")).toHaveLength(1);
    expect(withEvidence("test/audit.test.ts")).toEqual(["there is no file test/audit.test.ts."]);
    expect(
      withEvidence("test/audit.test.ts", { existingPaths: new Set(["test/audit.test.ts"]) }),
    ).toEqual([]);
    expect(withEvidence("decision:2026-10-29:encrypted-backups")).toEqual([]);
    expect(withEvidence("decision:2026-01-01:none")).toEqual([
      "memory holds no decision:2026-01-01:none.",
    ]);
    expect(withEvidence("decision:2026-11-02:proposal-terms-before-beta")).toEqual([
      "decision:2026-11-02:proposal-terms-before-beta is not decided.",
    ]);
    const decided = DRAFT_CONTEXT.memory?.entities.map((entity) => ({
      ...entity,
      observations: [...entity.observations, { text: "Status: decided", at: null }],
    }));
    expect(
      withEvidence("decision:2026-11-02:proposal-terms-before-beta", {
        memory: { entities: decided ?? [] },
      }),
    ).toEqual([]);
    expect(withEvidence("../../etc/passwd")).toEqual([
      '"../../etc/passwd" is no address, file or entity.',
    ]);
    expect(evidenceOf("a; b")).toHaveLength(2);
    expect(evidencePaths(DRAFT_CONTEXT.constitution)).toEqual([]);
  });

  test("leaves figures and evidence to a reviewer when memory could not be read", () => {
    const { findings, statements } = check(
      "The backups of Redeiro are encrypted. Redeiro reads with 99% accuracy.",
      {
        memory: null,
        constitution: {
          ...DRAFT_CONTEXT.constitution,
          statementLevels: [
            {
              line: 9,
              topic: "encrypted backups",
              level: "LIVE",
              evidence: "decision:2026-10-29:encrypted-backups",
            },
          ],
        },
      },
    );
    expect(findings).toEqual([]);
    const open = statements.flatMap((statement) => statement.open);
    expect(open).toContain("the evidence of encrypted backups could not be found");
    expect(open).toContain("99%: memory could not be read, so no metric holds it");
  });

  test("stops at a required review that has no verdict, with the work to ask about", () => {
    const { ok, findings } = check("A line.", {
      reviews: {
        work: "file:Marketing/drafts/week-2026-W48.md#2026-11-24-x-a",
        needed: [
          {
            reviewer: "lawyer",
            because: ["secure", "compliance"],
            standing: { kind: "missing", open: null },
          },
          {
            reviewer: "cto",
            because: ["database"],
            standing: answered({ verdict: "APPROVED" }),
          },
        ],
        blocking: [],
      },
    });
    expect(ok).toBe(false);
    expect(findings).toMatchObject([
      {
        line: 0,
        rule: "missing-review",
        severity: "blocking",
        words: "secure; compliance",
        wayOut: expect.stringMatching(
          /request_review to lawyer, work file:Marketing\/drafts\/week-2026-W48\.md#2026-11-24-x-a$/,
        ),
      },
    ]);
  });

  test("lets concerns and advice pass with a warning", () => {
    const needed = [
      { reviewer: "cto", because: ["database"], standing: answered({ verdict: "CONCERNS" }) },
      { reviewer: "cfo", because: ["price"], standing: answered({ isAttested: false }) },
      { reviewer: "ceo", because: ["pivot"], standing: answered({}) },
    ];
    const { ok, findings } = check("A line.", { reviews: { work: "w", needed, blocking: [] } });
    expect(ok).toBe(true);
    expect(findings).toMatchObject([
      { rule: "review-concerns", what: expect.stringContaining("R-7") },
      { rule: "review-unattested", what: expect.stringContaining("counts as advice") },
    ]);
  });

  test("says once what the founder decides, whoever the reviewers would be", () => {
    const needed = [
      { reviewer: "founder", because: ["> 200"], standing: founder("the table names the founder") },
      { reviewer: "cto", because: ["server"], standing: founder('there is no department "cto"') },
    ];
    const { ok, findings } = check("A line.", { reviews: { work: "w", needed, blocking: [] } });
    expect(ok).toBe(true);
    expect(findings).toMatchObject([
      {
        rule: "for-founder",
        severity: "warning",
        words: "> 200; server",
        what: 'The founder decides at approval: the table names the founder; there is no department "cto".',
      },
    ]);
  });

  test("stops at a BLOCKING with its reason, and does not say the same reviewer is missing", () => {
    const block = {
      id: "R-3",
      reviewer: "lawyer",
      reasons: ["No test."],
      isThisText: false,
      open: null,
    };
    const missing = { kind: "missing", open: null } as const;
    const reviews = {
      work: "file:a.md",
      needed: [{ reviewer: "lawyer", because: ["secure"], standing: missing }],
      blocking: [block],
    };
    expect(check("A line.", { reviews }).findings).toMatchObject([
      {
        rule: "review-blocking",
        severity: "blocking",
        what: expect.stringMatching(
          /BLOCKING \(R-3\) on these words or an earlier version.*No test\./,
        ),
        wayOut: expect.stringMatching(/inReplyTo R-3 and work file:a\.md$/),
      },
    ]);
    const waiting = { ...reviews, blocking: [{ ...block, open: "R-4" }] };
    expect(check("A line.", { reviews: waiting }).findings[0]?.wayOut).toMatch(
      /^Have R-4 answered/,
    );
    const same = { ...reviews, blocking: [{ ...block, isThisText: true }] };
    expect(check("A line.", { reviews: same }).findings[0]?.wayOut).toMatch(/^Change the text/);
  });

  test("reads what a channel shows: a code block is text on x", () => {
    const text = "```\nRedeiro is secure by default.\n```\n";
    expect(check(text, {}, "dev.to").findings).toEqual([]);
    expect(check(text, {}, "x").findings).toHaveLength(1);
    const open = check("A line.\n\n```\nRedeiro is secure by default.\n", {}, "dev.to");
    expect(open.statements.at(-1)).toMatchObject({ line: 3, text: "the rest of the text" });
    const hidden = "Redeiro <!-- not --> is sec\u200Bure by default.";
    expect(check(hidden, {}, "dev.to").findings.map(({ rule }) => rule)).toEqual([
      "hidden-text",
      "above-level",
    ]);
  });

  test.each([
    ["se\u200Bcure", "nobody sees"],
    ["s\u0435cure", "two alphabets"],
    ["\uFF53ecure", "only look like letters"],
    ["&#115;ecure", "character reference"],
    ["se**cure**", "Markdown marks"],
    ["s*e*cure", "Markdown marks"],
    ["se\u{E0061}cure", "nobody sees"],
    ["se\u3164cure", "nobody sees"],
    ["se<b></b>cure", "nobody sees"],
    ["se<!-- x -->cure", "nobody sees"],
    ["sec\u0578re", "two alphabets"],
    ["\u1D07ncrypted", "only look like letters"],
    ["certi\uFB01ed", "only look like letters"],
    ["&#115;&#101;&#99;&#117;&#114;&#101;", "character reference"],
    ["99&percnt;", "character reference"],
    ["9&#57;%", "character reference"],
  ])("stops a word that only seems to stand there: %s", (word, what) => {
    const { findings } = check(`Redeiro is ${word} by default.`, {}, "dev.to");
    expect(findings.find(({ rule }) => rule === "hidden-text")?.what).toContain(what);
  });

  test.each([
    ["a fence with a backtick behind it, which is none", "``` `x\nCLAIM\n```"],
    ["a fence in a fence that does not close it", "```\n```js\n```\n\nCLAIM\n\n```\nx\n```"],
    ["fences in two quotations", "> ```\n\nCLAIM\n\n> ```"],
    ["fences in two lists", "- ```\n\nCLAIM\n\n1. ```"],
    ["a fence below a number", "1. ```\n   x\n   ```\n\nCLAIM\n\n1. ```"],
    ["a comment that its paragraph ends", "A <!-- b\n\nCLAIM\n\nc -->"],
    ["a comment in backticks", "A `<!--` b.\n\nCLAIM\n\nAnd `-->` c."],
    ["an escaped comment", "A \\<!-- b.\n\nCLAIM\n\nc -->"],
  ])("reads what a reader sees behind %s", (_, text) => {
    const { findings } = check(
      text.replace("CLAIM", "Redeiro is secure by default."),
      {},
      "dev.to",
    );
    expect(findings.map(({ rule }) => rule)).toContain("above-level");
  });

  test("judges disguises in backticks on x, which shows them as they are", () => {
    const { findings } = check("Redeiro is `s\u0435cure` by default.");
    expect(findings.map(({ rule }) => rule)).toContain("hidden-text");
  });

  test.each([
    "[Redeiro](//redeiro-shop.example/a)",
    "<a href='//redeiro-shop.example'>Redeiro</a>",
    "[Redeiro](https://redeiro.example@shop.example/)",
    "[Redeiro](https&colon;//shop.example/)",
  ])("stops an address that does not look like one, or like another: %s", (text) => {
    expect(check(text, {}, "dev.to").ok).toBe(false);
  });

  test("reads a text at the limit within the time of a call, whatever is nested in it", () => {
    for (const piece of ["<!-- a\n\n", "- ```\n", "> a\n\n", "`a ", "a<b></b>", "- ", "a*", "`"]) {
      const text = piece.repeat(Math.floor(199_000 / piece.length));
      expect(checkDraft(text, "dev.to", DRAFT_CONTEXT).kind).toBe("checked");
    }
  });

  test("leaves emphasis, family emoji, formulas and code alone", () => {
    const text =
      "The **rota** and *tide* \u{1F468}\u200D\u{1F467}, x*y, \u03A9, AT&T, `a**b`.\n\n```\nc**d\n```\n";
    expect(check(text, {}, "dev.to").findings).toEqual([]);
  });

  test("never throws, and gives lines and words that stand in the text", () => {
    const piece = fc.constantFrom(
      "Redeiro",
      "Sargaço",
      "is",
      "will",
      "has",
      "audit trails",
      "no",
      "não",
      "tem",
      "99%",
      "37 shops",
      ".",
      "?",
      "\n",
      "\n\n",
      "> ",
      "```",
      "<!--",
      "-->",
      "- ",
      "# ",
      "|",
      "https://redeiro.example",
      "we",
      "“",
      "”",
      '"',
      "`",
      "guarantees",
      "1,163 EUR",
      "😀",
      "_",
      "*",
      "İ",
      "ß",
    );
    const texts = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(" ")),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom("x", "dev.to"), (text, channel) => {
        const result = checkDraft(text, channel, DRAFT_CONTEXT);
        if (result.kind === "refused") return;
        const lines = text.split(/\r\n|\n|\r/).length;
        const said = result.statements.map(({ line, text: words }) => ({ line, words }));
        // The one finding about the whole text stands on no line of it.
        const placed = result.findings.filter(({ rule }) => rule !== "unread-language");
        for (const { line, words } of [...placed, ...said]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(words).not.toBe("");
        }
        expect(result.ok).toBe(result.findings.every(({ severity }) => severity === "warning"));
      }),
      { numRuns: 1_000 },
    );
  });
});

test("the findings as a person reads them", async () => {
  const text = [
    "Marisma Cloud runs every agent in a sandbox with a full audit trail, and our customers love the seamless setup.",
    "It answers with 99% accuracy. 52 shops use Redeiro, guaranteed.",
    "Read https://app.almadrava.example and https://somewhere-with-a-long-name-that-does-not-end.example/a/b/c/d/e/f/g/h now.",
    "",
    "O sargaco envia as marés.",
  ].join("\n");
  const reviews = {
    work: "file:Marketing/drafts/week-2026-W48.md#2026-11-24-x-a-launch-of-something-with-a-long-name",
    needed: [
      {
        reviewer: "lawyer",
        because: ["audit trail"],
        standing: { kind: "missing", open: null },
      } as const,
    ],
    blocking: [],
  };
  const found = checkDraft(text, "x", { ...DRAFT_CONTEXT, reviews });
  const page = [
    renderCheck({ title: "2026-11-24 · x · A launch (draft)", check: found, lineOffset: 10 }),
    renderCheck({
      title: "clean.txt",
      check: checkDraft("I dropped an index.", "x", DRAFT_CONTEXT),
    }),
    renderCheck({ title: "broken.txt", check: checkDraft("a\0b", "x", DRAFT_CONTEXT) }),
  ].join("\n");
  for (const line of page.split("\n")) {
    if (!line.trim().startsWith("file:")) expect(line.length).toBeLessThanOrEqual(80);
  }
  await expect(page).toMatchFileSnapshot("findings.golden.txt");
});

test("an article that thinks aloud about a product passes, however often it says what is", () => {
  const article = `
# What stops an agent that is sure of itself

I run a few scheduled agents for my own accounts. They are wrong about once a week, and the answer is dull.

## 1. A pause

Most of what they do is harmless. A mail to a supplier is not. It is the one step where I want to look first, so the script stops and waits for me. That is all there is to it.

> Approval gates are the product, a reader told me.

He may be right. Review points, a list of what was done, keys that are not shared: buyers ask for those before they ask for speed. You can see it in every talk of this year.

## 2. A list

The second thing is a file. Each line is one step, and the file is append-only because I was tired of guessing. It was wrong twice in October, both times because the clock of the machine had jumped.

## 3. What I do with it

This is why I keep thinking about Marisma Cloud. It will ask before it spends, and I plan to show what was done in one page. None of that is built yet.

I wrote the first lines on Sunday. They are not worth a link. The next post will be about the clock, since three people asked, and since I have not mended it for good: when the laptop sleeps, the timer of the runtime drifts by a minute an hour, and the second agent starts before the first has ended. I know how to count that. I do not know how to make it stop, short of a machine that never sleeps, which is a bill I would like to avoid until there is somebody who pays for it.
`;
  const { findings } = check(
    article,
    { declared: { product: "Marisma Cloud", level: "ROADMAP" } },
    "dev.to",
  );
  expect(findings).toEqual([]);
});

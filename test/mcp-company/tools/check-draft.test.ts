import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerReview } from "../../../office/answer-review.ts";
import { askForReview } from "../../../office/ask-for-review.ts";
import { type Counter, openCounter } from "../counter.ts";

const FILE = "Marketing/drafts/week-2026-W48.md";
const POST = `file:${FILE}#2026-11-24-x`;

let counter: Counter;

beforeEach(async () => {
  counter = await openCounter();
});

afterEach(() => counter.close());

interface Draft {
  post: string | null;
  title: string;
  refused: string | null;
  findings: { line: number; rule: string; severity: string; wayOut: string }[];
  reviews: { reviewer: string; standing: string }[];
  statements: { number: number; open: string[] }[];
}

/** One post on the Almadrava beta, with the text given. */
const week = (text: string, level = "ROADMAP") =>
  counter.write(
    FILE,
    `# Week 2026-W48\n\n## 2026-11-24 · x · One point\n\n- Status: draft\n- Product: Almadrava\n- Level: ${level}\n\n${text}\n`,
  );

async function check(args: object): Promise<Draft> {
  const { value, text } = await counter.call("check_draft", args);
  const [draft] = (value as { drafts?: Draft[] }).drafts ?? [];
  if (draft === undefined) throw new Error(text);
  return draft;
}

const blocking = ({ findings }: Draft) =>
  findings.filter(({ severity }) => severity === "blocking").map(({ rule }) => rule);

describe("check_draft", () => {
  it("is not content with nothing", async () => {
    const { isError, text } = await counter.call("check_draft", { draft: " \n" });
    expect([isError, text]).toEqual([true, expect.stringContaining("it is empty")]);
  });

  it("stays readable for a week that is wrong in every line, with what blocks first", async () => {
    const line = "We leverage Almadrava, which is secure by default and 99% accurate.\n\n";
    const posts = Array.from(
      { length: 20 },
      (_, at) =>
        `## 2026-11-24 · dev.to · Post ${at}\n\n- Status: draft\n- Product: Almadrava\n- Level: LIVE\n\n${line.repeat(60)}`,
    );
    await counter.write(FILE, `# Week 2026-W48\n\n${posts.join("\n")}`);
    const [drafts, notes, blocks]: [Draft[], string[], boolean[]] = [[], [], []];
    for (let page: number | null = 1; page !== null; ) {
      const { value, text } = await counter.call("check_draft", { draft: `file:${FILE}`, page });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(7_500);
      const said = value as { drafts: Draft[]; notes: string[]; nextPage: number | null };
      drafts.push(...said.drafts);
      notes.push(...said.notes);
      blocks.push(said.drafts.some((draft) => blocking(draft).length > 0));
      page = said.nextPage;
    }
    const titles = new Set(drafts.map(({ title }) => title));
    expect(titles.size).toBe(20);
    expect(blocks[0]).toBe(true);
    expect(notes.join("\n")).toMatch(/\d+ more findings of ".*Post 19.*" are not shown/);
    for (const title of titles) {
      const parts = drafts.filter((draft) => draft.title === title);
      const severities = parts.flatMap(({ findings }) => findings.map(({ severity }) => severity));
      expect(severities[0]).toBe("blocking");
      expect(severities).toEqual([...severities].sort());
      expect(severities).toHaveLength(8);
      // What is refuted must be changed and is put to nobody; the number in the title is.
      expect(parts.flatMap(({ statements }) => statements)).toMatchObject([{ number: 1 }]);
    }
  });

  it("does not take a path without file: for the draft", async () => {
    const { isError, text } = await counter.call("check_draft", { draft: `${FILE}#2026-11-24-x` });
    expect([isError, text]).toEqual([true, expect.stringContaining(`draft "${POST}"`)]);
    expect((await counter.call("check_draft", { draft: "https://a.example/b.md" })).isError).toBe(
      false,
    );
  });

  it("blocks a figure that nothing proves, in the line of the file", async () => {
    await week("Almadrava counts every trip with 99% accuracy.", "LIVE");
    const draft = await check({ draft: POST });
    expect(blocking(draft)).toEqual(expect.arrayContaining(["figure-unproven", "missing-review"]));
    expect(draft.findings.find(({ rule }) => rule === "figure-unproven")?.line).toBe(9);
    expect(draft.post).toBe("2026-11-24-x-one-point");
  });

  it("names the missing review with the exact work to give, and is content when it is there", async () => {
    await week("I plan to show in Almadrava how the accuracy of a count was measured.");
    const before = await check({ draft: POST });
    expect(blocking(before)).toEqual(["missing-review"]);
    const { wayOut } = before.findings.find(({ rule }) => rule === "missing-review") ?? {
      wayOut: "",
    };
    expect(wayOut).toContain(`file:${FILE}#2026-11-24-x-one-point`);
    const { value } = await counter.call("request_review", {
      from: "marketing",
      to: "lawyer",
      task: "The post of Tuesday",
      whatIDid: "Wrote it.",
      whatINeed: "Is the plan worded as one?",
      context: "",
      work: POST,
    });
    expect((await check({ draft: POST })).reviews).toMatchObject([
      { reviewer: "lawyer", standing: "asked (R-1)" },
      { reviewer: "marketing", standing: expect.stringContaining("founder") },
    ]);
    await answerReview(
      counter.office.desk,
      {
        reviewId: String(value.reviewId),
        reviewer: "lawyer",
        verdict: "APPROVED",
        reasons: ["A plan."],
        answers: [{ statement: 1, is: "ROADMAP" }],
      },
      "headless-run",
    );
    const after = await counter.call("check_draft", { draft: POST });
    expect(after.value.ok).toBe(true);
    expect((await check({ draft: POST })).reviews).toMatchObject([
      { reviewer: "lawyer", standing: "APPROVED (R-1)" },
      { reviewer: "marketing" },
    ]);
  });

  it("misses the review again after an edit of the text, and not after one of the status", async () => {
    const text = "I plan to show in Almadrava how the accuracy of a count was measured.";
    await week(text);
    await askForReview(counter.office.desk, {
      ...{ from: "marketing", to: "lawyer", task: "t", whatIDid: "w", whatINeed: "n", context: "" },
      work: POST,
    });
    await answerReview(
      counter.office.desk,
      {
        ...{ reviewId: "R-1", reviewer: "lawyer", verdict: "APPROVED", reasons: ["A plan."] },
        answers: [{ statement: 1, is: "ROADMAP" }],
      },
      "guard-hook",
    );
    await counter.write(
      FILE,
      (await counter.read(FILE)).replace("Status: draft", "Status: review"),
    );
    expect(blocking(await check({ draft: POST }))).toEqual([]);
    await week(`${text} Every skipper asked for it.`);
    expect(blocking(await check({ draft: POST }))).toEqual(["missing-review"]);
  });

  it("takes no review off a post by another author's name", async () => {
    await week("I plan to say something of trust.");
    for (const draft of [POST, POST.replace("Marketing", "Founder/..//Marketing")]) {
      const { reviews } = await check({ draft, author: "lawyer" });
      expect(reviews.find(({ reviewer }) => reviewer === "lawyer")?.standing).toBe("missing");
    }
  });

  it("checks a text that is in no file, and a whole file post by post", async () => {
    const text = await check({ draft: "Redeiro is secure by default.", channel: "x" });
    expect(blocking(text)).toContain("above-level");
    const titles: string[] = [];
    for (let page: number | null = 1; page !== null; ) {
      const draft = "file:Marketing/drafts/week-2026-W47.md";
      const { value } = await counter.call("check_draft", { draft, page });
      titles.push(...(value.drafts as Draft[]).map(({ title }) => title));
      page = value.nextPage as number | null;
    }
    expect([...new Set(titles)]).toMatchObject([
      expect.stringContaining("41 minutes"),
      expect.stringContaining("Twelve of thirty-five"),
      expect.stringContaining("Retries"),
      expect.stringContaining("Tide windows"),
    ]);
  });

  it("checks a title where it goes out, on the line of the heading", async () => {
    const heading = "## 2026-11-24 · dev.to · Redeiro is secure by default";
    const post = `# W\n\n${heading}\n\n- Status: draft\n- Product: Redeiro\n\nI restored it.\n`;
    await counter.write(FILE, post);
    const claim = { rule: "above-level", line: 3 };
    expect((await check({ draft: `file:${FILE}` })).findings).toContainEqual(
      expect.objectContaining(claim),
    );
    await counter.write(FILE, post.replace("dev.to", "x"));
    expect(blocking(await check({ draft: `file:${FILE}` }))).not.toContain("above-level");
  });

  it("goes on without a memory, and says so", async () => {
    await counter.write("memory.jsonl/../.memory", "in the way").catch(() => undefined);
    const { isError, value } = await counter.call("check_draft", {
      draft: "Redeiro exports.",
      channel: "x",
    });
    expect(isError).toBe(false);
    expect(value.ok).toBe(true);
  });

  it.each([
    [{ draft: "file:nowhere.md" }, "no such file"],
    [{ draft: "file:../outside.md" }, "not inside the company"],
    [{ draft: `${POST}-nothing` }, "2026-11-24-x-one-point"],
    [{ draft: "x", channel: "not a name" }, "channel"],
    [{ draft: "x", color: "red" }, "color"],
    [{ draft: "x", author: "sales" }, "no such department"],
  ])("refuses %j", async (args, said) => {
    await week("One point.");
    const { isError, text } = await counter.call("check_draft", args);
    expect(isError).toBe(true);
    expect(text).toContain(said);
  });

  it("refuses a megabyte, and another encoding, with the reason", async () => {
    const large = await check({ draft: "Redeiro exports. ".repeat(60_000), channel: "dev.to" });
    expect(large.refused).toContain("expected");
    await counter.write(
      "Marketing/latin.md",
      Buffer.from([0x52, 0xe9, 0x20, 0xff]).toString("latin1"),
    );
    const utf16 = Buffer.from("\ufeffRedeiro exports.", "utf16le");
    await counter.write("Marketing/utf16.md", utf16.toString("latin1"));
    const { isError, value, text } = await counter.call("check_draft", {
      draft: "file:Marketing/utf16.md",
    });
    expect(isError || (value.drafts as Draft[])[0]?.refused !== null, text).toBe(true);
  });
});

describe("a constitution that is not whole", () => {
  const PAGE = ".github/copilot-instructions.md";
  const ROW = /\| Trust, security.*\n/;

  it.each([
    ["an empty page", () => "", "an empty page"],
    ["a conflict", (page: string) => page.replace(ROW, "<<<<<<< ours\n$&"), "conflict marker"],
    [
      "no table of reviews",
      (page: string) => page.replace("## Review triggers", "## Reviews"),
      "no section",
    ],
  ])("makes no draft well and is asked about nothing: %s", async (_, broken, found) => {
    const page = await counter.read(PAGE);
    await counter.write(PAGE, broken(page));
    const { value, text } = await counter.call("check_draft", { draft: "I sell nets." });
    expect(value).toMatchObject({ ok: false });
    expect(text).toContain(found);
    const form = { from: "marketing", to: "lawyer", task: "t", whatIDid: "d", whatINeed: "n" };
    const request = { ...form, context: "", work: "Redeiro is secure." };
    const asked = await counter.call("request_review", request);
    expect(asked).toMatchObject({ isError: true, text: expect.stringContaining("founder") });
    await counter.write(PAGE, page);
    expect((await counter.call("request_review", request)).isError).toBe(false);
    await counter.write(PAGE, broken(page));
    const answer = { reviewId: "R-1", reviewer: "lawyer", verdict: "APPROVED", reasons: ["Fine."] };
    expect((await counter.call("submit_verdict", answer)).isError).toBe(true);
    await counter.write(PAGE, page);
    expect((await counter.call("submit_verdict", answer)).isError).toBe(false);
  });

  it("is whole enough when a table that decides nothing of it is broken", async () => {
    const page = await counter.read(PAGE);
    await counter.write(PAGE, page.replace(/(\| Scope \| Limit.*\n.*\n)/, "$1| half a row |\n"));
    const { value } = await counter.call("check_draft", { draft: "I sell nets." });
    expect(value).toMatchObject({ ok: true });
  });
});

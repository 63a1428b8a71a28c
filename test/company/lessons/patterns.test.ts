import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SkillText } from "../../../company/lessons/change.ts";
import { type PastLesson, pastLesson } from "../../../company/lessons/past-lesson.ts";
import { patternsOf } from "../../../company/lessons/patterns.ts";
import { rejectionOf } from "../../../company/lessons/rejection.ts";

const TODAY = "2026-11-20";

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
const termsOf = (text: string) => new Map([...wordsOf(text)].map((word) => [word, 1]));
const saidOf = (text: string, term: string) => (termsOf(text).has(term) ? term : null);
const toolsIn = (text: string) => text.match(/[a-z]+_[a-z]+/g) ?? [];

interface Told {
  date?: string;
  agent?: string;
  category?: string;
  detail?: string;
  action?: string;
  more?: string[];
}

function lesson(summary: string, told: Told = {}): PastLesson {
  const { date = "2026-11-10", agent = "marketing", category = "process", more = [] } = told;
  const slug = summary
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  const observations = [
    `Agent: ${agent}`,
    `Category: ${category}`,
    `Summary: ${summary}`,
    `Detail: ${told.detail ?? "x"}`,
    `Action: ${told.action ?? "x"}`,
    ...more,
  ].map((text) => ({ text }));
  const read = pastLesson({ name: `lesson:${date}:${slug}`, observations }, { termsOf, toolsIn });
  if (read === null) throw new Error(`no lesson: ${summary}`);
  return read;
}

const find = (lessons: PastLesson[], given: Partial<Parameters<typeof patternsOf>[0]> = {}) =>
  patternsOf({ lessons, links: [], failures: [], skills: [], saidOf, today: TODAY, ...given });

const BACKUP = [
  lesson("The nightly backup was never restored", { date: "2026-09-01", agent: "cto" }),
  lesson("Nobody restored the nightly backup before the release", {
    date: "2026-10-02",
    agent: "cto",
  }),
];
const INVOICE = lesson("An invoice carried the wrong number", { agent: "accountant" });

describe("patterns", () => {
  it("are lessons that share what tells, and leave what stands alone", () => {
    const { patterns, oneOffs } = find([...BACKUP, INVOICE]);
    expect(patterns).toMatchObject([
      {
        summary: "Nobody restored the nightly backup before the release",
        count: 2,
        lessons: [BACKUP[1]?.name, BACKUP[0]?.name],
        agents: ["cto"],
        recurredAfter: null,
        isAnswered: false,
        last: "2026-10-02",
      },
    ]);
    expect(patterns[0]?.why).toMatch(/^2 lessons on .*backup/);
    expect(oneOffs).toEqual([INVOICE.name]);
  });

  it("are lessons that somebody linked, whatever their words", () => {
    const price = lesson("A price was last spring's", { date: "2026-08-01" });
    const count = lesson("The newsletter counted wrongly", { date: "2026-09-01" });
    const links = [[count.name, price.name]] as const;
    expect(find([price, count]).patterns).toEqual([]);
    const { patterns } = find([price, count], { links });
    expect(patterns).toMatchObject([
      { count: 2, why: expect.stringContaining("linked by hand") as string },
    ]);
  });

  it("leave out what is like only one of them", () => {
    const one = lesson("Nightly backup stopped, cables burnt", {
      date: "2026-09-01",
    });
    const other = lesson("Nightly backup stopped; printer jammed", {
      date: "2026-09-02",
    });
    const like = lesson("Printer jammed, parcels waited", {
      date: "2026-09-03",
    });
    expect(find([other, like]).patterns).toMatchObject([{ count: 2 }]);
    expect(find([one, other, like])).toMatchObject({
      patterns: [{ count: 2, lessons: [other.name, one.name] }],
      oneOffs: [like.name],
    });
  });

  it.each([
    "Two documents were missing for the second month in a row",
    "The document was missing again",
    "O documento faltou outra vez",
    "Die Rechnung fehlte schon wieder",
  ])("are one lesson that was not the first: %s", (summary) => {
    expect(find([lesson(summary)]).patterns).toMatchObject([
      { count: 1, why: expect.stringContaining("not the first time") as string },
    ]);
  });

  it("are not made of a proposal that was rejected, though it names them", () => {
    const rejected = (id: string) => {
      const said = rejectionOf({
        ...{ id, pattern: "Nobody restored the nightly backup again", reason: "Too long." },
        date: "2026-11-12",
      });
      const { summary, detail, action, ...told } = said;
      return lesson(summary, { ...told, detail, action });
    };
    const one = rejected("first-try");
    expect(find([...BACKUP, one])).toMatchObject({
      patterns: [{ count: 2, summary: BACKUP[1]?.summary }],
      oneOffs: [],
    });
    // Several are a mistake of the Improver's own.
    const { patterns } = find([...BACKUP, one, rejected("second-try")]);
    expect(patterns.map(({ agents }) => agents)).toContainEqual(["improver"]);
  });

  it("are a reported gap", () => {
    const gap = lesson("No skill says who signs", { more: ["Gap: signing"] });
    expect(find([gap]).patterns).toMatchObject([
      { why: expect.stringContaining("reported as a gap") as string },
    ]);
  });

  it("that came back after they were answered stand first, with the answer that did not hold", () => {
    const answered = (one: PastLesson) => ({
      ...one,
      improved: [{ date: "2026-09-15", path: ".github/skills/backup/SKILL.md" }],
    });
    const many = ["first", "second", "third", "fourth"].map((which, at) =>
      lesson(`A draft promised safety in the ${which} sentence`, { date: `2026-11-1${at}` }),
    );
    const [first, ...later] = BACKUP;
    if (first === undefined) throw new Error("no lesson");
    const { patterns } = find([...many, answered(first), ...later]);
    expect(patterns.map(({ count }) => count)).toEqual([4, 2]);
    expect(patterns[1]).toMatchObject({
      kind: "changed-skill",
      file: ".github/skills/backup/SKILL.md",
      recurredAfter: { date: "2026-09-15", path: ".github/skills/backup/SKILL.md" },
      why: expect.stringContaining("came back after") as string,
    });
  });

  it("that were answered and stayed away stand last", () => {
    const settled = BACKUP.map((one) => ({
      ...one,
      improved: [{ date: "2026-11-02", path: ".github/agents/cto.agent.md" }],
    }));
    const again = lesson("An invoice was late again", { date: "2026-06-01" });
    const { patterns } = find([...settled, again]);
    expect(patterns.map(({ isAnswered }) => isAnswered)).toEqual([false, true]);
    expect(patterns[1]).toMatchObject({
      kind: "agent-update",
      file: ".github/agents/cto.agent.md",
    });
  });

  it("weigh what is new, repeated and dear", () => {
    const old = ["one", "two"].map((n) =>
      lesson(`Shipping labels were printed twice, ${n}`, { date: "2026-03-01", agent: "coo" }),
    );
    const recent = BACKUP.map((one) => ({ ...one, date: "2026-11-18" }));
    const dear = ["March", "April"].map((month) =>
      lesson(`Refund for ${month} went to another account`, {
        date: "2026-11-17",
        agent: "cfo",
        detail: "It cost 120 EUR",
      }),
    );
    expect(find([...old, ...recent, ...dear]).patterns.map(({ agents }) => agents[0])).toEqual([
      "cfo",
      "cto",
      "coo",
    ]);
  });
});

describe("the change", () => {
  const skill = (name: string, words: string, agents: string[] = []): SkillText => ({
    ...{ file: `.github/skills/${name}/SKILL.md`, name, agents },
    terms: wordsOf(words),
  });

  it("goes where the lesson itself says", () => {
    const one = (action: string) =>
      find([lesson("It came again", { action })], { skills: [skill("draft-post", "")] })
        .patterns[0];
    expect(one("The word goes into Marketing/voice.md")).toMatchObject({
      kind: "doc-update",
      file: "Marketing/voice.md",
    });
    expect(one("the draft-post skill asks first")).toMatchObject({
      kind: "changed-skill",
      file: ".github/skills/draft-post/SKILL.md",
    });
    expect(one("see ../../etc/passwd.md and the sky skill")).toMatchObject({
      kind: "agent-update",
    });
  });

  it("goes into the skill that speaks of it, the department's own first", () => {
    const skills = [
      skill("archive", "restored nightly backup"),
      skill("restore", "nightly backup restored before", ["cto"]),
      skill("post", "words of a draft"),
    ];
    expect(find(BACKUP, { skills }).patterns[0]).toMatchObject({
      file: ".github/skills/restore/SKILL.md",
    });
  });

  it("goes into no skill of other departments, nor into one that all use", () => {
    const words = "nightly backup restored before release";
    const all = ["cto", "coo", "cfo", "ceo"];
    const skills = [skill("launch", words, ["marketing"]), skill("log-lesson", words, all)];
    expect(find(BACKUP, { skills }).patterns[0]).toMatchObject({
      file: ".github/agents/cto.agent.md",
    });
    const long = skill(
      "everything",
      `${words} ${"abcdefghij"
        .split("")
        .map((x) => x.repeat(9))
        .join(" ")}`,
      ["cto"],
    );
    const own = [...skills, long, skill("restore", words, ["cto"])];
    expect(find(BACKUP, { skills: own }).patterns[0]).toMatchObject({
      file: ".github/skills/restore/SKILL.md",
    });
  });

  it("goes into the agent when it is one department's, and into a new skill when it is of several", () => {
    expect(find(BACKUP).patterns[0]).toMatchObject({
      kind: "agent-update",
      file: ".github/agents/cto.agent.md",
    });
    const two = BACKUP.map((one, at) => (at === 0 ? { ...one, agent: "coo" } : one));
    expect(find(two).patterns[0]).toMatchObject({ kind: "new-skill" });
    expect(find(two).patterns[0]?.file).toMatch(/^\.github\/skills\/[a-z-]+\/SKILL\.md$/);
  });

  it("tidies the memory when lessons are about its tools", () => {
    const about = ["customers", "suppliers"].map((who) =>
      lesson(`create_entities made two entities for ${who} with one name`, {
        agent: "coo",
        category: "tool",
      }),
    );
    expect(find(about).patterns[0]).toMatchObject({ kind: "memory-curation" });
  });

  it("is a department of its own where the work of one is two", () => {
    const words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
    const books = words.map((word, at) =>
      lesson(`Ledger booking mismatch ${word}`, { agent: "cfo", date: `2026-11-0${at + 1}` }),
    );
    const talks = words.map((word, at) =>
      lesson(`Investor meeting unprepared ${word}`, { agent: "cfo", date: `2026-10-0${at + 1}` }),
    );
    const { patterns } = find([...books, ...talks]);
    expect(patterns.map(({ kind }) => kind)).toContain("new-department");
    expect(find([...books, ...talks.slice(0, 3)]).patterns.map(({ kind }) => kind)).not.toContain(
      "new-department",
    );
  });

  it("of failures in runs is the agent's page, with the lessons on the same tool", () => {
    const failure = {
      agent: "coo",
      tool: "company-board_update",
      refused: true,
      text: "it has passed",
      times: 4,
      runs: ["run-1", "run-2"],
    };
    const about = lesson("board_update took no date that had passed", { agent: "coo" });
    expect(find([about], { failures: [failure] }).patterns).toMatchObject([
      {
        ...{ kind: "agent-update", file: ".github/agents/coo.agent.md", count: 4 },
        ...{ runs: ["run-1", "run-2"], lessons: [about.name], last: null },
      },
    ]);
  });
});

it("is the same for the same lessons in any order, and puts each lesson in one place", () => {
  const words = ["invoice", "backup", "draft", "price", "release", "customer", "terms", "month"];
  const one = fc
    .tuple(
      fc.subarray(words, { minLength: 1 }),
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom("cto", "coo", "cfo"),
    )
    .map(([said, day, agent]) => ({ said, day, agent }));
  fc.assert(
    fc.property(fc.array(one, { maxLength: 25 }), fc.infiniteStream(fc.nat()), (given, order) => {
      const lessons = given.map(({ said, day, agent }, at) =>
        lesson(`${said.join(" ")} ${"x".repeat(at + 4)}`, {
          agent,
          date: `2026-10-${String(day).padStart(2, "0")}`,
        }),
      );
      const key = new Map(lessons.map(({ name }) => [name, order.next().value as number]));
      const shuffled = lessons.toSorted((a, b) => (key.get(a.name) ?? 0) - (key.get(b.name) ?? 0));
      const found = find(lessons);
      expect(find(shuffled)).toEqual(found);
      const placed = [
        ...found.oneOffs,
        ...found.patterns
          .filter(({ kind }) => kind !== "new-department")
          .flatMap((pattern) => pattern.lessons),
      ];
      expect(placed.toSorted()).toEqual(lessons.map(({ name }) => name).toSorted());
    }),
    { numRuns: 200 },
  );
});

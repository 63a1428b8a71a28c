import { afterEach, beforeEach, expect, it } from "vitest";
import { addLesson } from "../../office/add-lesson.ts";
import { findPatterns } from "../../office/find-patterns.ts";
import { copySample } from "../cli/sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
const NOW = new Date("2026-11-20T08:30:00Z");

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const find = (since?: string) => findPatterns({ root: company.root, now: NOW, since });

const learn = (agent: string, summary: string, detail: string) =>
  addLesson(
    { root: company.root, now: () => NOW },
    {
      lesson: { agent, category: "process", summary, detail, action: "Look first." },
      by: "founder",
    },
  );

it("finds the mistakes of the sample company that came back, and not what happened once", async () => {
  const { patterns, oneOffs, lessons } = await find();
  expect(lessons).toBe(10);
  expect(
    patterns.map(({ summary, kind, file }) => ({ summary, kind, file })),
  ).toMatchInlineSnapshot(`
    [
      {
        "file": "Marketing/voice.md",
        "kind": "doc-update",
        "summary": "The draft on the restore drill said that data is safe",
      },
      {
        "file": ".github/agents/accountant.agent.md",
        "kind": "agent-update",
        "summary": "Two expense documents were missing for the second month in a row",
      },
      {
        "file": ".github/skills/draft-post/SKILL.md",
        "kind": "changed-skill",
        "summary": "The newsletter gave a customer count that was five weeks old",
      },
    ]
  `);
  expect(oneOffs).toContain("lesson:2026-10-15:rota-off-by-one-hour");
  expect(oneOffs).toContain("lesson:2026-11-05:restore-took-41-minutes");
});

it("groups one mistake in three languages", async () => {
  await learn(
    "cfo",
    "The invoice went out late",
    "The customer paid the invoice three weeks late because we sent it late.",
  );
  await learn(
    "coo",
    "A fatura saiu com atraso",
    "O cliente pagou a fatura três semanas depois, porque a enviámos com atraso.",
  );
  await learn(
    "ceo",
    "Die Rechnung kam verspätet",
    "Der Kunde zahlte die Rechnung drei Wochen später, weil sie verspätet hinausging.",
  );
  const { patterns } = await find("2026-11-20");
  expect(patterns).toMatchObject([{ count: 3, agents: ["cfo", "ceo", "coo"] }]);
});

it("looks at what came since a day, and refuses what is none", async () => {
  expect((await find("2026-11-19")).lessons).toBe(1);
  await expect(find("2026-02-30")).rejects.toMatchObject({ code: "usage" });
});

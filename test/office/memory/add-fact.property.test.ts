/** What `hq memory add` takes, `hq doctor` takes; and what it refuses, it shows in a form that it takes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkMemoryFile } from "../../../company/kit/company/memory-file.ts";
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import { checkAddedForm, FORM_TYPES } from "../../../mcp-memory/rules/entity-form.ts";
import { withRules } from "../../../mcp-memory/rules/guarded-store.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { labelled, rightFact } from "../../../office/memory/right-fact.ts";
import { rounds } from "../../run/rounds.ts";

const TODAY = "2026-11-20";
const TYPES = ["note", "customer", "decision", "Deadline"];

const date = fc.constantFrom("2026-11-20", "2026-12-05", "2026-02-30", "2025-01-31", "tomorrow");
const slug = fc.constantFrom("saf-t", "free plans", "VAT", "Três Nós", "boats", "x:y", "");
const name = fc.oneof(
  slug,
  fc.tuple(fc.constantFrom(...FORM_TYPES, "note", "obligation"), slug).map((all) => all.join(":")),
  fc
    .tuple(fc.constantFrom(...FORM_TYPES), slug, date)
    .map(([type, rest, day]) => `${type}:${rest}:${day}`),
  fc
    .tuple(fc.constantFrom("decision", "lesson", "standup"), date, slug)
    .map((all) => all.join(":")),
);
const observation = fc.oneof(
  fc.constantFrom("Decision: none", "Reason: support", "Value: 1", "Value: 4 boats (2026-11-04)"),
  fc.constantFrom("pay it", "Agent: cto", "Category: bug", "Summary: It broke", "Detail: Night"),
  fc.constantFrom("Action: Test it", "Last run: 2026-11-20T09:00:00Z", "completed 2026-11-19"),
  fc
    .tuple(fc.constantFrom("Due", "due", "Completed", "As of", "DUE", "Last run"), date)
    .map(([label, day]) => `${label}: ${day}`),
  date.map((day) => `Due: ${day} by mail`),
);
const fact = fc.record({
  name,
  observations: fc.array(observation, { minLength: 1, maxLength: 6 }),
  type: fc.option(fc.constantFrom(...FORM_TYPES, "note", "Decision", "customer"), {
    nil: undefined,
  }),
});

let folder: string;
let store: MemoryStore;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "facts-"));
  const now = () => new Date(`${TODAY}T09:00:00Z`);
  const policy = { freshFor: [], writers: [], retention: [], timeZone: "UTC" };
  const bare = await openMemoryStore({ filePath: path.join(folder, "memory.jsonl"), now });
  const author = { agent: "founder", session: null };
  store = withRules(bare, { readPolicy: async () => policy, author, now });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function doctorSays(): Promise<string[]> {
  const text = await store.readLines();
  return checkMemoryFile({ path: "memory.jsonl", text } as never).map(({ what }) => what);
}

describe("a fact that somebody types", () => {
  it("passes the doctor when it is taken, and its example passes when it is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fact, async (typed) => {
        const right = rightFact(typed, { today: TODAY, types: TYPES });
        if (right.kind === "needs-type") return;
        const entity = right.kind === "right" ? right.entity : right.problem.example;
        if (entity.name === "") return;
        if (right.kind === "wrong-form") {
          const again = rightFact(
            { name: entity.name, observations: entity.observations, type: entity.entityType },
            { today: TODAY, types: TYPES },
          );
          // Where a name has nothing to go by the example shows the place of it.
          if (!entity.name.includes("<")) expect(again).toMatchObject({ kind: "right" });
          if (again.kind !== "right") return;
        }
        // The memory's own rules, and then the doctor.
        await store.createEntities([entity]);
        expect(await doctorSays()).toEqual([]);
        await store.deleteEntities([entity.name]);
      }),
      { numRuns: rounds({ few: 400, many: 10_000 }) },
    );
  });

  it("is read by the doctor as before when further lines come to it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fact,
        fc.array(observation, { minLength: 1, maxLength: 3 }),
        async (typed, more) => {
          const right = rightFact(typed, { today: TODAY, types: TYPES });
          if (right.kind !== "right" || right.entity.name === "") return;
          const { entity } = right;
          const texts = labelled(entity.entityType, more);
          const problem = checkAddedForm(entity, texts, TODAY);
          if (problem !== null) {
            expect(checkAddedForm(entity, problem.example.observations, TODAY)).toBeNull();
            return;
          }
          await store.createEntities([entity]);
          await store.addObservations([{ entityName: entity.name, contents: texts }]);
          const lesson = entity.entityType === "lesson";
          if (!lesson) expect(await doctorSays()).toEqual([]);
          await store.deleteEntities([entity.name]);
        },
      ),
      { numRuns: rounds({ few: 200, many: 5_000 }) },
    );
  });
});

/** Runs on the real client with two providers of models: the first fails, and the run goes on with the second. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ScriptedModel, startModel } from "../../engine/evals/scripted-model.ts";
import type { Asked, Reply } from "../../office/evals/conversation.ts";
import { type Office, openOffice } from "./office.ts";
import { company } from "./script.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office?.close());

interface Told {
  ok: boolean;
  run: { state: string; result: string | null; usage: { calls: number } };
}

async function runOn(first: ScriptedModel, second: ScriptedModel): Promise<Told> {
  const env = {
    HQ_PROVIDERS: "first,second",
    HQ_PROVIDER_FIRST_BASE_URL: first.url,
    HQ_PROVIDER_FIRST_MODEL: "model-of-first",
    HQ_PROVIDER_SECOND_BASE_URL: second.url,
    HQ_PROVIDER_SECOND_MODEL: "model-of-second",
  };
  const args = ["run", "marketing", "Look at the board.", "--json"];
  const { stdout } = await office.hq(args, "http://127.0.0.1:9/v1", env).ended;
  return JSON.parse(stdout) as Told;
}

async function withModels<T>(
  scripts: [(asked: Asked) => Reply, (asked: Asked) => Reply],
  body: (first: ScriptedModel, second: ScriptedModel) => Promise<T>,
): Promise<T> {
  const [first, second] = [await startModel(scripts[0]), await startModel(scripts[1])];
  try {
    return await body(first, second);
  } finally {
    await first.close();
    await second.close();
  }
}

it("in its midst, in the same session and with the second one's model; the next run leaves the first alone", async () => {
  const finish = () => [company("finish_run", { result: "Done by the second." })];
  await withModels(
    [
      ({ results }) => (results.length === 0 ? [company("board_list", {})] : { status: 429 }),
      (asked) => (asked.results.length >= 2 ? "done" : finish()),
    ],
    async (first, second) => {
      const told = await runOn(first, second);
      expect(told).toMatchObject({
        ok: true,
        run: { state: "done", result: "Done by the second." },
      });
      expect(first.asked.map(({ model }) => model)).toEqual(["model-of-first", "model-of-first"]);
      // What the first one's tool call found is there for the second.
      expect(second.asked[0]).toMatchObject({ model: "model-of-second" });
      expect(second.asked[0]?.results).toHaveLength(1);
      expect(second.asked[0]?.raw).toContain("Look at the board.");
    },
  );
  await withModels(
    [() => "never asked", ({ results }) => (results.length > 0 ? "done" : finish())],
    async (first, second) => {
      expect(await runOn(first, second)).toMatchObject({ run: { state: "done" } });
      expect(first.asked).toEqual([]);
      expect(second.asked.length).toBeGreaterThan(0);
    },
  );
});

/**
 * Departments that hand work to each other, on the real client: each works in a run of its own, the one
 * that waits has no process, and its session is taken up again with what came back.
 */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type ScriptedModel, startModel } from "../../engine/evals/scripted-model.ts";
import type { Asked, Reply, ToolCall } from "../../office/evals/conversation.ts";
import { type HqProcess, type Office, openOffice } from "./office.ts";
import { company, said } from "./script.ts";

let office: Office;
let model: ScriptedModel | undefined;
let hq: HqProcess | undefined;

beforeAll(async () => {
  office = await openOffice();
});
afterEach(async () => {
  if (hq?.isOver() === false) {
    process.kill(hq.pid, "SIGINT");
    await hq.ended;
  }
  await model?.close();
  drafts.shift();
});
afterAll(() => office?.close());

const NOBODY = "http://127.0.0.1:9/v1";
/** Another one each time: the same words would have their verdict already. */
const draft = () => `Farol is secure: nobody but you reads your ${drafts[0]}.`;
const drafts = ["invoices", "letters"];

interface Told {
  id: string;
  agent: string;
  chain: string[];
  state: string;
  result: string | null;
  session: string;
  leg: number;
  crashedLeg: number | null;
  usage: { calls: number };
}

async function runs(): Promise<Told[]> {
  const { stdout } = await office.hq(["runs", "list", "--json"], NOBODY).ended;
  return (JSON.parse(stdout) as { runs: Told[] }).runs.toReversed();
}

/** The words of the person or program, the last ones. */
const lastUser = ({ messages }: Asked): string =>
  messages.findLast(({ role }) => role === "user")?.content ?? "";
const begins = ({ messages }: Asked): string => {
  const first = messages.find(({ role, content }) => role === "user" && content.includes("TASK-"));
  return /TASK-[A-Z]+|Review request/.exec(first?.content ?? "")?.[0] ?? "Review request";
};
/** What tools answered since the last words. */
const since = ({ messages }: Asked): string[] => {
  const at = messages.findLastIndex(({ role }) => role === "user");
  return messages.slice(at).flatMap(({ role, content }) => (role === "tool" ? [content] : []));
};
const isBack = (turn: Asked) => lastUser(turn).includes("What you waited for is back.");

function steps(turn: Asked, ...calls: ((results: string[]) => ToolCall)[]): Reply {
  const results = since(turn);
  const next = calls[results.length];
  return next === undefined ? "I end my turn." : [next(results)];
}

/** The morning of the company, as a model would go about it. */
function morning(turn: Asked): Reply {
  if (begins(turn) === "TASK-STANDUP") return coo(turn);
  return begins(turn) === "TASK-POST" ? marketing(turn) : lawyer(turn);
}

function coo(turn: Asked): Reply {
  if (!isBack(turn)) {
    return steps(
      turn,
      () => company("standup_brief", {}),
      () => company("hand_over", { task: "TASK-POST Write the post of the week." }),
    );
  }
  const observations = [`Delegated: post → marketing`, `Open: ${/CONCERNS/.exec(lastUser(turn))}`];
  const standup = { name: "standup:2026-11-30", entityType: "standup", observations };
  return steps(
    turn,
    () => ({ name: "memory-create_entities", args: { entities: [standup] } }),
    () => company("finish_run", { result: `Planned.\n${lastUser(turn)}` }),
  );
}

function marketing(turn: Asked): Reply {
  if (isBack(turn)) {
    return steps(turn, () => company("finish_run", { result: `Written.\n${lastUser(turn)}` }));
  }
  return steps(turn, () =>
    company("request_review", {
      ...{ from: "marketing", to: "lawyer", task: "The post of the week", whatIDid: "Wrote it" },
      ...{ whatINeed: "May we say secure?", context: "none", work: draft() },
    }),
  );
}

function lawyer(turn: Asked): Reply {
  const reviewId = /Review request (R-\d+)/.exec(lastUser(turn))?.[1] ?? "";
  const verdict = { reviewId, reviewer: "lawyer", verdict: "CONCERNS", reasons: ["Say how."] };
  return steps(
    turn,
    () => company("submit_verdict", verdict),
    () => company("finish_run", { result: "Answered." }),
  );
}

const standup = (...more: string[]) => ["standup", "--with-coo", "--note", "TASK-STANDUP", ...more];

async function reviews(): Promise<unknown> {
  const { stdout } = await office.hq(["review", "list", "--state", "answered", "--json"], NOBODY)
    .ended;
  return said(stdout).reviews;
}

const REVIEWED = {
  ...{ reviewer: "lawyer", requester: "marketing", chain: ["coo", "marketing", "lawyer"] },
  answer: { verdict: "CONCERNS", attestation: "headless-run" },
};

it("a standup goes through three departments, each in a run of its own, and comes back", async () => {
  model = await startModel(morning);
  hq = office.hq(standup("--json"), model.url);
  const { code, stdout, stderr } = await hq.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { run } = JSON.parse(stdout) as { run: Told };
  expect(model.errors).toEqual([]);
  expect(run.result).toContain("Verdict: CONCERNS (attested)");
  const all = await runs();
  expect(all.map(({ agent, chain, state, leg }) => [agent, chain.length, state, leg])).toEqual([
    ["coo", 1, "done", 2],
    ["marketing", 2, "done", 2],
    ["lawyer", 3, "done", 1],
  ]);
  // Each call once, whatever was taken up again in between.
  const calls = all.map(({ usage }) => usage.calls);
  expect(calls.reduce((sum, count) => sum + count)).toBe(model.asked.length);
  expect(office.read("memory.jsonl")).toContain("standup:2026-11-30");
  expect(await reviews()).toMatchObject([REVIEWED]);
  expect(model.asked[0]?.tools).toContain("company-hand_over");
});

it("killed in the midst of the second department's work, it goes on where it was", async () => {
  model = await startModel(morning);
  const before = (await runs()).length;
  hq = office.hq(standup(), model.url);
  const killed = hq;
  await expect
    .poll(() => killed.said().stderr, { timeout: 150_000 })
    .toContain("company-request_review");
  process.kill(killed.pid, "SIGKILL");
  await killed.ended;
  const [coo, marketing] = (await runs()).slice(before);
  expect(coo).toMatchObject({ agent: "coo", state: "waiting", waiting: { for: "answers" } });
  expect(marketing).toMatchObject({ agent: "marketing", state: "waiting", crashedLeg: 1 });
  const { stdout } = await office.hq(["runs", "list"], NOBODY).ended;
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    `coo waits for H-3 (marketing: ${marketing?.id}`,
  );
  expect(stdout).toContain("lost its hq and waits to be taken up again");
  const again = await office.hq(["runs", "continue", "--json"], model.url).ended;
  expect(again).toMatchObject({ code: 0, stderr: "" });
  expect(model.errors).toEqual([]);
  const all = (await runs()).slice(before);
  expect(all.map(({ agent, state, leg }) => [agent, state, leg])).toEqual([
    ["coo", "done", 2],
    ["marketing", "done", 3],
    ["lawyer", "done", 1],
  ]);
  expect(all[1]?.session).toBe(marketing?.session);
  expect(await reviews()).toMatchObject([REVIEWED, REVIEWED]);
});

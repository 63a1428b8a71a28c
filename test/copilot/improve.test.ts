/**
 * The whole loop on the real client: lessons, pattern, proposal in a worktree, the founder's yes, a next run
 * that reads the new text, and back again.
 */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startModel } from "../../engine/evals/scripted-model.ts";
import type { Asked, Reply } from "../../office/evals/conversation.ts";
import { runHq } from "../cli/run-hq.ts";
import { pinnedClient, UNPACKED } from "./client.ts";
import { systemPath } from "./furnish.ts";
import { type Office, openOffice } from "./office.ts";
import { company, inOrder } from "./script.ts";

const SKILL = ".github/skills/draft-post/SKILL.md";
const LINE = "A price in a post comes from its `metric:` entity, with its date.";
const TITLE = "# Draft a post";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
  git("config", "user.name", "Ana");
  git("config", "user.email", "ana@mare.example");
});
afterAll(() => office?.close());

const git = (...args: string[]) =>
  execFileSync("git", args, { cwd: office.root, encoding: "utf8" });
const NOW = () => new Date("2026-11-20T09:00:00Z");
/** In this process, as the founder at a terminal with a client. */
const founder = async (...argv: string[]) =>
  runHq([...argv, "--root", office.root], {
    ...{ interactive: true, cwd: office.root, now: NOW },
    env: {
      ...{ PATH: systemPath(), HOME: office.clientHome, COPILOT_CACHE_HOME: UNPACKED },
      HQ_COPILOT_BIN: await pinnedClient(),
    },
  });

async function onModel(
  script: (asked: Asked) => Reply,
  argv: string[],
): Promise<{ asked: Asked[]; out: Record<string, unknown> }> {
  const model = await startModel(script);
  try {
    const { stdout, stderr } = await office.hq([...argv, "--json"], model.url).ended;
    expect(stderr).toBe("");
    if (model.errors.length > 0) throw model.errors[0];
    return { asked: model.asked, out: JSON.parse(stdout) as Record<string, unknown> };
  } finally {
    await model.close();
  }
}

/** Where the client says that it stands. */
function workplaceIn({ system, messages }: Asked): string {
  const said = [system, ...messages.map(({ content }) => content)].join("\n");
  return /([/\w .-]*\/\.hq\/improve\/[\w-]+)/.exec(said)?.[1]?.trim() ?? "";
}

const files = () =>
  git("ls-tree", "-r", "HEAD")
    .split("\n")
    .filter((line) => !/memory[^/]*\.jsonl$/.test(line));

it("from lessons to a text that the next run reads, and back to every byte", async () => {
  for (const summary of [
    "The price in the post was the old one",
    "A post gave the old price again",
  ]) {
    const words = [
      "--category",
      "process",
      "--detail",
      "The price of the post was old.",
      "--action",
      "The draft-post skill says where a price comes from.",
    ];
    expect(
      await founder("lesson", "add", "--agent", "marketing", "--summary", summary, ...words),
    ).toMatchObject({ code: 0 });
  }
  const { patterns } = JSON.parse((await founder("improve", "--json", "--all")).stdout) as {
    patterns: { summary: string; file: string }[];
  };
  const number =
    patterns.findIndex(({ summary }) => summary.startsWith("The price in the post")) + 1;
  expect(patterns[number - 1]?.file, JSON.stringify(patterns)).toBe(SKILL);
  git("add", "-A");
  git("commit", "-qm", "lessons");
  const before = files();
  const mainText = office.read(SKILL);

  let place = "";
  const proposed = await onModel(
    (asked) => {
      place ||= workplaceIn(asked);
      return inOrder(
        () => ({ name: "memory-memory_overview", args: {} }),
        // Its limits hold in the worktree, too.
        () => ({
          name: "edit",
          args: { path: path.join(place, "BOARD.md"), old_str: "# ", new_str: "# X" },
        }),
        () => ({
          name: "edit",
          args: { path: path.join(office.root, SKILL), old_str: TITLE, new_str: "# X" },
        }),
        () => ({
          name: "edit",
          args: { path: path.join(place, SKILL), old_str: TITLE, new_str: `${TITLE}\n\n${LINE}` },
        }),
        () =>
          company("finish_run", {
            result:
              'Done.\n\n```json\n{"effect": "Posts take prices from memory.", "check": "No lesson of an old price in 30 days."}\n```',
          }),
      )(asked);
    },
    ["improve", "--run", "--pattern", String(number)],
  );
  expect(
    proposed.out,
    JSON.stringify([proposed.out, place, proposed.asked.at(-1)?.results]),
  ).toMatchObject({ ok: true, outcome: { kind: "proposed" } });
  const { results } = proposed.asked.at(-1) ?? { results: [] };
  expect(results[1]).toContain("protected");
  expect(results[2]).toMatch(/protected|other checkout/);
  const { id } = proposed.out.outcome as { id: string };
  expect(office.read(SKILL)).toBe(mainText);
  expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
  expect(git("diff", "--name-only", `main...hq/improve/${id}`).trim()).toBe(SKILL);

  expect(await founder("improve", "accept", id, "--yes")).toMatchObject({ code: 0, stderr: "" });
  expect(office.read(SKILL)).toContain(LINE);
  expect(git("log", "-1", "--format=%B")).toMatch(
    /^Eval-Before: (\d+\/\d+), scenarios 1\/1\nEval-After: \1, scenarios 1\/1$/m,
  );

  const next = await onModel(
    inOrder(
      () => ({ name: "view", args: { path: path.join(office.root, SKILL) } }),
      () => company("finish_run", { result: "Read." }),
    ),
    ["run", "marketing", "Read how a post is drafted."],
  );
  expect(next.asked.some((asked) => asked.results.some((text) => text.includes(LINE)))).toBe(true);

  expect(await founder("improve", "revert", id)).toMatchObject({ code: 0, stderr: "" });
  expect(files()).toEqual(before);
  expect(office.read(SKILL)).toBe(mainText);
  const again = JSON.parse((await founder("improve", "--json", "--all")).stdout) as {
    patterns: { summary: string; isAnswered: boolean }[];
  };
  expect(
    again.patterns.find(({ summary }) => summary.startsWith("The price in the post"))?.isAnswered,
  ).toBe(false);
}, 300_000);

it("from a chat: the same patterns, and a proposal that changes no file", async () => {
  const before = office.read(SKILL);
  const lesson = "lesson:2026-10-02:old-customer-count";
  const chat = await onModel(
    inOrder(
      () => company("list_patterns", {}),
      () =>
        company("propose_change", {
          ...{ by: "improver", lessons: [lesson], effect: "Counts are asked for." },
          check: "No lesson of an old count in 30 days.",
          edits: [{ path: SKILL, find: TITLE, replace: `${TITLE}\n\n${LINE}` }],
        }),
      () => company("finish_run", { result: "Proposed." }),
    ),
    ["run", "improver", "Run the skill improve-agents."],
  );
  const { results } = chat.asked.at(-1) ?? { results: [] };
  expect(results[0]).toContain('"patterns"');
  const id = /"id":"([\w-]+)"/.exec(results[1] ?? "")?.[1] ?? "";
  expect(results[1]).toContain('"state":"proposed"');
  expect(office.read(SKILL)).toBe(before);
  expect(git("diff", "--name-only", `main...hq/improve/${id}`).trim()).toBe(SKILL);
  expect(await founder("improve", "reject", id, "--why", "Only a test.")).toMatchObject({
    code: 0,
  });
}, 60_000);

/** What a run that is taken up again remembers, and what nobody keeps apart. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Lab, openLab, steps } from "./lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const begin = (id: string, words = "Go on.") => ["-p", words, "--session-id", id];
const again = (id: string, ...more: string[]) => ["-p", "Go on.", `--resume=${id}`, ...more];

it("a resumed run asks for the model of the first one, unless --model says otherwise", async () => {
  const id = crypto.randomUUID();
  await lab.run(steps("one"), { args: begin(id) });
  const env = { COPILOT_MODEL: "second-model" };
  const plain = await lab.run(steps("two"), { args: again(id), env });
  expect(plain.asked[0]?.model).toBe("first-model");
  const named = await lab.run(steps("three"), { args: again(id, "--model", "second-model"), env });
  expect(named.asked[0]?.model).toBe("second-model");
});

it("--continue takes up the newest session of the user, in whatever folder it was", async () => {
  await lab.run(steps("one"), { args: begin(crypto.randomUUID(), "A WORD OF THE FIRST FOLDER") });
  const other = path.join(lab.place, "other");
  mkdirSync(other, { recursive: true });
  execFileSync("git", ["init", "-q"], { cwd: other });
  const { code, asked } = await lab.run(steps("two"), {
    args: ["-p", "Go on.", "--continue"],
    cwd: other,
  });
  expect(code).toBe(0);
  expect(asked[0]?.raw).toContain("A WORD OF THE FIRST FOLDER");
});

it("two runs may take up one session at once, and their words are mixed", async () => {
  const id = crypto.randomUUID();
  await lab.run(steps("one"), { args: begin(id) });
  const both = await Promise.all(
    ["left", "right"].map((text) => lab.run(() => ({ text, afterMs: 1_500 }), { args: again(id) })),
  );
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const { asked } = await lab.run(steps("four"), { args: again(id) });
  const roles =
    asked[0]?.messages.map(({ role }) => role).filter((role) => role !== "system") ?? [];
  expect(roles.join(" ")).toContain("user user");
});

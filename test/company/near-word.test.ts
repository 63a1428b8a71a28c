/** Did you mean: one word that is near enough, or none. */
import { expect, test } from "vitest";
import { didYouMean, nearWord } from "../../company/near-word.ts";

const STATUSES = ["idea", "building", "beta", "live", "paused", "retired"];

test.each([
  ["LIVE", STATUSES, "live"],
  ["Lvie", STATUSES, "live"],
  ["build", STATUSES, "building"],
  ["Portgual", ["Portugal", "Spain"], "Portugal"],
  ["México", ["mexico", "monaco"], "mexico"],
  ["quarterly", ["exempt", "normal-quarterly", "normal-monthly"], "normal-quarterly"],
])("%s is near in %j: %s", (word, known, near) => {
  expect(nearWord(word, known)).toBe(near);
});

test.each([
  ["normal", ["normal-quarterly", "normal-monthly"]],
  ["launched", STATUSES],
  ["", STATUSES],
  ["x", ["yes", "no"]],
  ["cat", ["bat", "rat"]],
])("for %j in %j nothing is guessed", (word, known) => {
  expect([nearWord(word, known), didYouMean(word, known)]).toEqual([null, ""]);
});

/** Whose a question is, by the constitution that the kit brings along. */
import path from "node:path";
import { expect, it } from "vitest";
import { firstOwners, ownerReason, ownersOf } from "../../company/owners.ts";
import { readConstitution } from "../../files/company.ts";

const { constitution } = await readConstitution(path.join(import.meta.dirname, "../.."));
const owners = (question: string) => firstOwners(ownersOf(question, constitution));

it.each([
  ["What should our price be?", ["cfo"], 'its Owns cell has "pricing"'],
  ["Draft the posts for the launch", ["marketing"], 'its Owns cell has "posts" and "launches"'],
  ["How do we word compliance?", ["lawyer"], 'its Approves cell has "compliance" and "wording"'],
  ["How much VAT do we owe?", ["accountant"], 'it reviews what touches "VAT"'],
  ["@cto, what of the prices?", ["cto"], "it is named"],
  ["How do pricing and tax go together?", ["cfo", "accountant"], 'its Owns cell has "pricing"'],
  // "architecture" is met whole, "product bets" is not.
  ["Does the product need a new architecture?", ["cto"], 'its Owns cell has "architecture"'],
  // "plan" alone is not "the day plan".
  [
    "Which discount for the yearly plan?",
    ["cfo"],
    'it reviews what touches "discount" and "yearly plan"',
  ],
  ["O desconto é grande?", ["cfo"], 'it reviews what touches "desconto"'],
  ["Is it time for a new business model?", ["ceo"], 'it reviews what touches "business model"'],
  ["Is ours the safest?", ["lawyer"], 'it reviews what touches "safe"'],
])("%s", (question, agents, why) => {
  const found = owners(question);
  expect(found.map(({ agent }) => agent)).toEqual(agents);
  expect(found[0] && ownerReason(found[0])).toBe(why);
});

it.each(["Hello there", "Is it time?", "", "what of the and", "ctos@example.org"])(
  "nobody owns: %s",
  (question) => {
    expect(owners(question)).toEqual([]);
  },
);

/** Caps that let nothing run, and prompts that no cap lets start by themselves. */

import { isMoney } from "../../budget/limit.ts";
import { capWords } from "../../budget/reckon.ts";
import { FOUNDER } from "../../constitution/sections.ts";
import type { Constitution } from "../../constitution/types.ts";
import type { Finding } from "../../finding.ts";
import { CAP_EXAMPLE, isCapped, isCode } from "../../schedule/by-itself.ts";
import { warningAt } from "../findings.ts";

export function checkBudgetRows(file: string, constitution: Constitution): Finding[] {
  return [...unknownPrices(file, constitution), ...uncapped(file, constitution)];
}

/** What is spent in that money is unknown, and an unknown amount stops. */
function unknownPrices(file: string, { budgets, prices }: Constitution): Finding[] {
  return budgets
    .filter(({ limit }) => limit.amount > 0 && isMoney(limit.unit))
    .filter(({ limit }) => !prices.some(({ unit }) => unit === limit.unit))
    .map((rule) =>
      warningAt(file, rule.line, {
        what: `a cap of ${capWords(rule).replace(/ \(.*\)$/, "")} that lets no department run: what a token costs in ${rule.limit.unit} is not known`,
        expected: `a table "## Prices" with the columns Model, Input, Cached, Output, Currency, for a million tokens each`,
        fix: "Add it with a row for your model, or write the limit in tokens, such as 2M tokens.",
      }),
    );
}

function uncapped(file: string, constitution: Constitution): Finding[] {
  const rules = constitution.cadence.filter(
    ({ prompt, agent }) => !isCode(prompt) && agent !== FOUNDER && !isCapped(agent, constitution),
  );
  const [first] = rules;
  if (first === undefined) return [];
  const names = rules.map(({ prompt }) => prompt).join(", ");
  return [
    warningAt(file, first.line, {
      what: `no cap counts for ${names}, so the company does not start ${rules.length === 1 ? "it" : "them"} by itself`,
      expected: `a row of "Budgets" per day, week or month, such as ${CAP_EXAMPLE}`,
      fix: "Add it, or run them by hand.",
    }),
  ];
}

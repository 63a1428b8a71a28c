/**
 * What words mean to a founder, concept by concept: what people say for the same thing in English, Portuguese,
 * Spanish and German (a `_` is a blank), and which concepts are near.
 */

import type { Language } from "./stems.ts";
import actions from "./words/actions.json" with { type: "json" };
import customers from "./words/customers.json" with { type: "json" };
import money from "./words/money.json" with { type: "json" };
import people from "./words/people.json" with { type: "json" };
import things from "./words/things.json" with { type: "json" };
import time from "./words/time.json" with { type: "json" };
import trouble from "./words/trouble.json" with { type: "json" };
import work from "./words/work.json" with { type: "json" };
import world from "./words/world.json" with { type: "json" };

export type Concept = Readonly<Record<Language, string>> & { near?: string };

/** What a company's own matters are told in. */
const FOUNDERS: Readonly<Record<string, Concept>> = {
  ...money,
  ...customers,
  ...time,
  ...things,
  ...trouble,
  ...work,
};

/** Every concept by its name: those of a company first, then everyday ones. */
export const CONCEPTS: Readonly<Record<string, Concept>> = {
  ...FOUNDERS,
  ...people,
  ...actions,
  ...world,
};

/** So many of them are a company's own. */
export const FOUNDERS_COUNT = Object.keys(FOUNDERS).length;

/** A change of the kit that the Improver proposes, as the texts before and after it. */

/** Every text of the kit by its path from the root; null for what is no readable text: a link, a program. */
export type KitTexts = ReadonlyMap<string, string | null>;

/** What a proposal may be refused for. */
export const REFUSAL_RULES = [
  /** A file that no agent changes. */
  "protected-file",
  /** Outside of the Improver's folders, or no page that these hold. */
  "outside-folders",
  /** Front matter: tools, servers, hooks, who is called, with which rules. */
  "widens-rights",
  /** An agent, or a skill that the constitution starts, would be gone. */
  "removes-agent",
  /** A review, a prohibition or another duty would not stand there any more, or weaker. */
  "removes-duty",
  /** Says that a review or the founder's yes is not needed. */
  "waives-review",
  /** Gives a department what only the founder or another one does. */
  "widens-authority",
  /** Says more of a topic than its level, or weakens retention, freshness or a budget. */
  "weakens-limit",
  /** Speaks of getting round the guard, or of changing what is protected. */
  "bypasses-guard",
  /** Puts itself above the constitution. */
  "overrides-constitution",
  /** Has an agent do what a text from outside says. */
  "follows-outside",
  /** Text that a person does not see. */
  "hides-text",
  /** Who the company is, what it sells. */
  "company-fact",
  /** A figure of tax or law without source and date. */
  "unsourced-figure",
  /** Past the size that the clients take, or more than one change. */
  "too-large",
  /** The page would not be read as one any more. */
  "broken-page",
] as const;

export type RefusalRule = (typeof REFUSAL_RULES)[number];

export interface Refusal {
  rule: RefusalRule;
  /** From the root. */
  file: string;
  /** One sentence with the words that it is about. */
  why: string;
}

/** What the rules must know of the company beside the texts. */
export interface ProposalPlaces {
  /** Whether the path lies in the Improver's folders; the guard's own list. */
  mayWrite(path: string): boolean;
  /** Whether no agent changes it; the guard's own list. */
  isProtected(path: string): boolean;
  /** ISO date. */
  today: string;
}

export interface ChangedFile {
  path: string;
  /** null when it was not there. */
  before: string | null;
  /** null when it is gone. */
  after: string | null;
}

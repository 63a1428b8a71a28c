/** What the founder of a frozen company changed by hand: each edit is looked for after an upgrade. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Edits of pages that the kit brought: found once, replaced once. */
export const REPLACED = [
  {
    page: ".github/copilot-instructions.md",
    was: "| client | 30 days |",
    is: "| client | 45 days |",
  },
  {
    page: ".github/copilot-instructions.md",
    was: "| campaign | 14 days |",
    is: "| campaign | 14 days |\n| supplier | 90 days |",
  },
  {
    page: ".github/copilot-instructions.md",
    was: "| improver | agents,",
    is: "| tester | trying a release as a shop does | what a shop would see |\n| improver | agents,",
  },
  {
    page: ".github/copilot-instructions.md",
    was: "| Large spending | > 200,",
    is: "| Large spending | > 150,",
  },
  {
    page: ".github/agents/lawyer.agent.md",
    was: "You are not a law firm, and you say when one is needed.",
    is: "You are not a law firm, and you say when one is needed. Ours is in Faro and answers on Thursdays.",
  },
  {
    page: ".github/skills/voice/SKILL.md",
    was: "# Voice\n",
    is: "# Voice\n\nWe never write about the weather.\n",
  },
  {
    page: "Marketing/voice.md",
    was: "## Reader\n\nnot answered yet",
    is: "## Reader\n\nThe owner of a fish shop, at five in the morning.",
  },
];

/** Pages of the founder's own, of which the kit knows nothing. */
export const OWN = {
  ".github/skills/port-prices/SKILL.md":
    "---\nname: port-prices\ndescription: What fish costs in the port. Use it when a price of fish is asked for.\n---\n# Port prices\n\nThe list hangs at the gate; it changes on Mondays.\n",
  ".github/agents/tester.agent.md":
    "---\nname: tester\ndescription: Tries the product as a shop does. Use it before a release.\ntools: ['read', 'search']\ninclude-custom-instructions: true\n---\n# Tester\n\nOrder one fish, then cancel it. What touches a row of \"Review triggers\" goes to its reviewer first.\n",
  "Founder/notes.md": "# Notes\n\nCall the port on Monday.\n",
};

/** One week's file; the founder moves the first post's weekday after its review. */
export const DRAFT_FILE = "Marketing/drafts/week-2026-W49.md";
export const DRAFT = `# Week 2026-W49

## 2026-12-01 · x · Export

- Status: review
- Product: Redeiro
- Level: LIVE
- Link: https://redeiro.example

Shops order on Mondays. The order log says so. No contract did.

## 2026-12-03 · x · Secure

- Status: draft
- Product: Redeiro
- Level: LIVE

Redeiro is secure by default, and so is its database server.
`;

/** A picture of one pixel: bytes that are no text. */
export const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export function changePages(root: string): void {
  for (const { page, was, is } of REPLACED) {
    const file = path.join(root, page);
    const text = readFileSync(file, "utf8");
    if (!text.includes(was)) throw new Error(`${page} does not hold ${JSON.stringify(was)}`);
    writeFileSync(file, text.replace(was, is));
  }
  for (const [page, text] of Object.entries(OWN)) {
    mkdirSync(path.dirname(path.join(root, page)), { recursive: true });
    writeFileSync(path.join(root, page), text);
  }
}

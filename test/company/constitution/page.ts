/** A small whole constitution for tests, and a way to put one row into it. */
import { findTable } from "../../../company/markdown/table.ts";

export const FILE = ".github/copilot-instructions.md";

export const PAGE = `# Constitution

Words that nobody parses.

## Company

| Field | Value |
| --- | --- |
| Name | Mare |
| Founder | Ana Sousa |
| Country | Portugal |
| Time zone | Europe/Lisbon |
| Currency | EUR |
| Language | English |
| Since | 2026-01-05 |

## Products

| Product | Status | Stack | URL | Social URL | Note |
| --- | --- | --- | --- | --- | --- |
| Foz | live | Go \\| Postgres | https://foz.example | https://foz.example/x | the first |
| Duna | idea | | | | not set |

## Departments

| Agent | Owns | Approves |
| --- | --- | --- |
| coo | the board | the day plan |
| cfo | pricing | prices |

## Review triggers

| When the work touches | Signals | Reviewer |
| --- | --- | --- |
| Pricing | price, refund , preço | cfo |
| Customer data | customer data | founder |

## Statement levels

| Topic | Level | Evidence |
| --- | --- | --- |
| audit trails | ROADMAP | |
| uptime | LIVE | https://status.mare.example |

## Fresh facts

| Entity type | Fresh for |
| --- | --- |
| metric | 7 days |
| client | 2 weeks |

## Memory ownership

| Entity type | Written by |
| --- | --- |
| lesson | * |
| metric | cfo, coo |

## Retention

| Entity type | Keep |
| --- | --- |
| standup | 7 days |
| campaign | 30 days after completed |
| lesson | forever |

## Cadence

| Prompt | Schedule | Agent | Catch up |
| --- | --- | --- | --- |
| standup | \`30 8 * * 1-5\` | coo | once |
| scan | 0 9 * * 1 | cfo | within 2h |
| review | \`0 16 * * 5\` | founder | skip |

## Obligations

| Obligation | Schedule | Agent | Warn |
| --- | --- | --- | --- |
| IVA return | \`0 0 20 2,5,9,11 *\` | cfo | 14 days |
| Year end | 0 0 L 12 * | founder | 30 |

## Budgets

| Scope | Limit | Per | Alert at |
| --- | --- | --- | --- |
| company | 30 | month | 80% |
| run | 1.50 | run | 100% |
| coo | 2M tokens | day | 50% |

## Prices

| Model | Input | Cached | Output | Currency |
| --- | --- | --- | --- | --- |
| gpt-5* | 1.25 | 0.125 | 10 | |
| * | 3 | | 15 | credits |

## Protected files

| Path |
| --- |
| .github/hooks/** |
| \`memory*.jsonl\` |
`;

/** The page with one more row in a section, and the 1-based line of that row. */
export function withRow(section: string, row: string): { text: string; line: number } {
  const lines = PAGE.split("\n");
  const line = (findTable(PAGE, section)?.end ?? 0) + 1;
  lines.splice(line - 1, 0, row);
  return { text: lines.join("\n"), line };
}

/** Writes that must come back, with the code and what the sentence must tell the caller. */

import type { MemoryErrorCode } from "../../../mcp-memory/error.ts";
import type { Entity } from "../../../mcp-memory/graph.ts";

export interface RefusedEntity {
  entity: Entity;
  code: MemoryErrorCode;
  /** Parts of the sentence. */
  says: string[];
}

const no = (
  [entityType, name, ...observations]: [string, string, ...string[]],
  ...says: string[]
): RefusedEntity => ({ entity: { name, entityType, observations }, code: "invalid", says });

const FIVE = [
  "Agent: cto",
  "Category: bug",
  "Summary: It broke",
  "Detail: Night",
  "Action: Test it",
];
const but = (label: string, ...more: string[]) => [
  ...FIVE.filter((text) => !text.startsWith(label)),
  ...more,
];

export const MALFORMED: RefusedEntity[] = [
  no(
    ["lesson", "lesson:2026-11-19:x", ...but("Action")],
    "Action is empty",
    '"Summary: It broke"',
    '"Action: <who changes what',
  ),
  no(["lesson", "lesson:2026-11-19:x", ...but("Action", "Action:  ")], "Action is empty"),
  no(
    ["lesson", "lesson:2026-11-19:x", ...but("Category", "Category: oops")],
    'Category is "oops"',
    "bug, process, knowledge, tool, decision",
  ),
  no(["lesson", "lesson:2026-11-19:x", ...but("Agent")], "Agent is"),
  no(["lesson", "lesson:2026-11-19:x", ...but("Summary")], "Summary is empty"),
  no(["lesson", "lesson:2026-11-19:x", ...but("Detail")], "Detail is empty"),
  no(
    ["lesson", "lesson:2026-11-19:x", "The sync broke at night"],
    '"Summary: The sync broke at night"',
  ),
  no(["lesson", "lesson:2026-02-30:x", ...FIVE], "a date that does not exist (2026-02-30)"),
  no(["lesson", "Always test", ...FIVE], '"name":"lesson:2026-11-20:always-test"'),
  no(["lesson", "lesson:old-price", ...FIVE], '"name":"lesson:2026-11-20:old-price"'),
  no(["Lesson", "lesson:2026-11-19:", ...FIVE], "expected lesson:<date>:<slug>"),
  no(["note", "lesson:2026-11-19:x", ...FIVE], 'expected the type "lesson"'),
  no(
    ["deadline", "deadline:vat", "pay it"],
    "it has no date",
    '"name":"deadline:vat:2026-11-20"',
    '"pay it"',
  ),
  no(["deadline", "deadline:vat", "Due: soon"], 'Due is "soon"', "Due: 2026-11-20"),
  no(["deadline", "deadline:vat:2026-11-31"], "2026-11-31"),
  no(
    ["deadline", "deadline:vat:2026-11-30", "Due: 2026-11-31"],
    'Due is "2026-11-31"',
    '"Due: 2026-11-30"',
  ),
  no(["deadline", "deadline:vat:2026-11-30", "Due: 30/11/2026"], 'Due is "30/11/2026"'),
  no(
    ["deadline", "deadline:vat:2026-11-30", "Due: 2026-12-01"],
    "the name says 2026-11-30 and Due says 2026-12-01",
    "deadline:vat:2026-12-01",
  ),
  no(["deadline", "deadline:vat:2026-11-30", "Completed: yes"], 'Completed is "yes"'),
  no(["deadline", "VAT return", "Due: 2026-11-30"], '"name":"deadline:vat-return:2026-11-30"'),
  no(["deadline", "VAT return"], "deadline:vat-return:2026-11-20"),
  no(
    ["deadline", "deadline:VAT return:2026-11-30", "Due: 2026-11-30"],
    "deadline:vat-return:2026-11-30",
  ),
  no(["task", "deadline:vat:2026-11-30", "Due: 2026-11-30"], 'expected the type "deadline"'),
  no(["metric", "metric:mrr", "1,163 EUR"], "it has no Value", '"Value: 1,163 EUR (2026-11-20)"'),
  no(["metric", "metric:mrr", "As of: 2026-11-16"], "it has no Value"),
  no(["metric", "metric:mrr", "Value: 1,163 EUR"], "As of: <date>", '"As of: 2026-11-20"'),
  no(["metric", "metric:mrr", "Value: 1 EUR (2026-11-16)"], '"As of: 2026-11-16"'),
  no(["metric", "metric:mrr", "Value: 1 EUR", "As of: today"], 'As of is "today"'),
  no(["metric", "metric:mrr", "Value: 1 EUR", "As of: 2026-13-01"], "2026-13-01"),
  no(["metric", "MRR", "Value: 1 EUR", "As of: 2026-11-16"], '"name":"metric:mrr"'),
  no(
    ["metric", "metric:monthly revenue", "Value: 1", "As of: 2026-11-16"],
    "metric:monthly-revenue",
  ),
  no(["client", "Três Nós", "Three shops"], '"name":"client:tres-nos"'),
  no(["client", "client: acme", "One shop"], '"name":"client:acme"'),
  no(["customer", "client:acme", "One shop"], 'expected the type "client"'),
  no(["decision", "Use SQLite", "one process writes"], "decision:2026-11-20:use-sqlite"),
  no(["decision", "decision:use-sqlite", "x"], "decision:2026-11-20:use-sqlite"),
  no(["decision", "decision:2026-11-20", "Use SQLite"], "decision:2026-11-20:use-sqlite"),
  no(["decision", "decision:2026-11-20:use-sqlite"], "it has no observation"),
  no(["decision", "decision:2026-11-20:use sqlite", "x"], "decision:2026-11-20:use-sqlite"),
  no(["decision", "decision:20-11-2026:x", "x"], "expected decision:<date>:<slug>"),
  no(["Decision", "decision:2026-00-10:x", "x"], "2026-00-10"),
  no(["campaign", "Open beta", "Goal: ten"], '"name":"campaign:open-beta"'),
  no(["campaign", "campaign:beta", "Completed: done"], 'Completed is "done"'),
  no(["standup", "standup:today", "Decided: x"], "standup:2026-11-20"),
  no(["standup", "standup", "Decided: x"], "standup:2026-11-20"),
  no(["standup", "standup:2026-11-19:second", "Decided: x"], "standup:2026-11-19"),
  no(["trend-scan", "trends in November", "x"], "trend-scan:2026-11-20"),
  no(["trend-scan", "trend-scan:2026-W47", "x"], "expected trend-scan:<date>"),
  no(["prompt-run", "standup", "Last run: 2026-11-19T08:31:00Z"], "prompt-run:standup"),
  no(["prompt-run", "prompt-run:standup", "Result: fine"], "Last run", "record_prompt_run"),
  no(["prompt-run", "prompt-run:standup", "Last run: yesterday"], 'Last run is "yesterday"'),
  no(["product", "product:Redeiro", "Status: live"], '"name":"Redeiro"'),
];

const secret = (text: string, ...says: string[]): RefusedEntity => ({
  entity: { name: "access", entityType: "note", observations: [text] },
  code: "secret",
  says,
});
const mixed = (length: number) => "aB3dE7gH".repeat(20).slice(0, length);

export const SECRETS: RefusedEntity[] = [
  secret(`token ghp_${mixed(36)}`, "a GitHub token"),
  secret(`github_pat_${mixed(50)}`, "a GitHub token"),
  secret(`GITLAB=glpat-${mixed(20)}`, "a GitLab token"),
  secret(`key ${"AKIA"}2E0A8F3B1C9D7X5Z in eu-west-1`, "an AWS access key"),
  secret(`aws_secret_access_key = "wJalrXUtnF0MI/K7MD3NG/bPxRfiCYabc123HIJK"`, "a secret"),
  secret(`maps: AIza${mixed(35)}`, "a Google API key"),
  secret(`${"xox"}b-123456789012-${mixed(24)}`, "a Slack token"),
  secret(
    `https://hooks.slack.com/services/T0000000${"0"}/B00000000/${mixed(24)}`,
    "a Slack webhook",
  ),
  secret(`sk_live_${mixed(24)}`, "a Stripe key"),
  secret(`whsec_${mixed(32)}`, "a Stripe key"),
  secret(`sk-ant-api03-${mixed(90)}-AA`, "a model provider's key"),
  secret(`sk-proj-${mixed(80)}`, "a model provider's key"),
  secret(`sk-${mixed(48)}`, "a model provider's key"),
  secret(`npm_${mixed(36)}`, "an npm token"),
  secret(`SG.${mixed(22)}.${mixed(43)}`, "a SendGrid key"),
  secret(`dckr_pat_${mixed(27)}`, "a Docker Hub token"),
  secret(`dop_v1_${"0a1b2c3d".repeat(8)}`, "a DigitalOcean token"),
  secret(`bot 123456789:AA${mixed(33)}`, "a Telegram bot's token"),
  secret("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"),
  secret("-----BEGIN PRIVATE KEY-----\nMIIEvQ", "a private key"),
  secret(`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${mixed(43)}`, "JWT"),
  secret("postgres://app:correct-horse-9@db.example/app", "a password in a link"),
  secret("https://maria:s3nh4F0rte@mail.example/", "a password in a link"),
  secret("Password: Tr0ub4dor&3xyz", "a password or key beside its name"),
  secret(`API key: ${mixed(32)}`, "a password or key beside its name"),
  secret("client_secret=9f8A7b6C5d4E3f2A1b0C", "a password or key beside its name"),
  secret("Senha: Barco2026Vela", "a password or key beside its name"),
  secret("Card 4539 1488 0343 6467, exp 12/28", "a card number"),
  secret("Amex 378282246310005", "a card number"),
  secret(`hf_${"aBcD".repeat(8)}ab`, "huggingface"),
  secret(`shpat_${"ab12".repeat(8)}`, "shopify"),
  secret(`lin_api_${mixed(40)}`, "linear"),
  secret(`figd_${mixed(40)}`, "figma"),
  secret(`hvs.${mixed(96)}`, "vault"),
];

const dump = (what: string, ...observations: string[]): RefusedEntity => ({
  entity: { name: "saved", entityType: "note", observations },
  code: "dump",
  says: [what, "the path or link of the file"],
});
const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join("\n");

export const DUMPS: RefusedEntity[] = [
  dump("the transcript of a chat", "User: hello\nAssistant: hi\nUser: what is due?"),
  dump("the transcript of a chat", "User: what is due?", "Assistant: two returns", "User: thanks"),
  dump("the transcript of a chat", "**Human:** a\n**Claude:** b\n**Human:** c\n**Claude:** d"),
  dump("the transcript of a chat", "Utilizador: olá\nAssistente: bom dia\nUtilizador: e o IVA?"),
  dump(
    "the transcript of a chat",
    '[{"role": "user", "content": "a"}, {"role":"assistant","content":"b"}]',
  ),
  dump(
    "a stack trace",
    "TypeError: x\n    at sync (/app/sync.ts:41:9)\n    at run (/app/run.ts:7:3)\n    at main.ts:1:1",
  ),
  dump(
    "a stack trace",
    'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    g()\nKeyError: 1',
  ),
  dump(
    "a stack trace",
    "Exception in thread\n\tat a.b.C(D.java:12)\n\tat a.b.E(F.java:3)\n\tat a.G(H.java:9)",
  ),
  dump(
    "a log",
    lines(8, (n) => `2026-11-20T08:3${n}:00Z GET /health 200`),
  ),
  dump(
    "a log",
    lines(9, (n) => `INFO  worker ${n} started`),
  ),
  dump("a diff", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n-a\n+b\n-c\n+d"),
  dump(
    "a file of code",
    lines(16, (n) => `const value${n} = compute(${n});`),
  ),
  dump("a file of code", `{\n${lines(15, (n) => `  "key${n}": "value",`)}\n}`),
  dump("a whole page", `<!doctype html><html><body>${"<p>text</p>".repeat(60)}</body></html>`),
  dump("a file in base64", `data:image/png;base64,${"iVBORw0KGgo".repeat(60)}`),
  dump(
    "a text of 101 lines",
    lines(101, (n) => `Paragraph ${n} of the handbook, as it stands`),
  ),
];

/** Type of the relation from Redeiro to cto, and of the one that should be written instead. */
export const PASSIVE: [string, string][] = [
  ["is owned by", "owns"],
  ["was_written_by", "writes"],
  ["owned-by", "owns"],
  ["ownedBy", "owns"],
  ["isManagedBy", "manages"],
  ["prepared-by", "prepares"],
  ["caused by", "causes"],
  ["triggered_by", "triggers"],
  ["blocked-by", "blocks"],
  ["replaced-by", "replaces"],
  ["carried_by", "carries"],
  ["planned by", "plans"],
  ["created-by", "creates"],
  ["required by", "requires"],
  ["maintained_by", "maintains"],
  ["signed-by", "signs"],
  ["approved by", "approves"],
  ["used_by", "uses"],
  ["WAS BUILT BY", "builds"],
  ["is being paid by", "pays"],
  ["has_been_approved_by", "approves"],
  ["é feito por", "faz"],
  ["foi escrito pelo", "escreve"],
  ["usado_por", "usa"],
  ["criada-pela", "cria"],
  ["são geridos por", "gere"],
];

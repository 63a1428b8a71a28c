/** Writes that a well-meant department makes on an ordinary day: none may be refused or altered. */
import type { Entity, Relation } from "../../../mcp-memory/graph.ts";

const of =
  (entityType: string) =>
  (name: string, ...observations: string[]): Entity => ({
    name,
    entityType,
    observations,
  });
const decision = of("decision");
const lesson = of("lesson");
const deadline = of("deadline");
const metric = of("metric");
const client = of("client");
const product = of("product");
const campaign = of("campaign");
const note = of("note");

const FIVE = [
  "Agent: marketing",
  "Category: process",
  "Summary: The price in the post was the old one",
  "Detail: Taken from a draft of three weeks ago; found by a customer after 4 hours",
  "Action: draft-post asks for As of beside every figure",
];

export const ORDINARY_ENTITIES: Entity[] = [
  product("Redeiro", "Status: live", "Checked: 2026-11-09"),
  product("Sargaço", "Tide windows by mail"),
  product("Tide: watch & co.", "Status: idea"),
  product("Net 2.0"),
  decision("decision:2026-11-20:raise-the-price", "Decision: 39 EUR a month", "Reason: costs rose"),
  decision("decision:2026-02-28:voice", "First person, what broke and what it cost"),
  decision("decision:2024-02-29:leap-day", "Decision: yes"),
  decision("decision:2026-11-20:preço-para-lojas", "Decisão: 39 EUR por mês, com IVA"),
  decision(
    "decision:2026-11-20:stack",
    "Decision: TypeScript and PostgreSQL; API keys live in the password manager, never in code",
    "Rejected: a secret manager of the cloud",
  ),
  decision("decision:2026-11-20:Proposal:terms", "Status: proposed"),
  lesson("lesson:2026-11-20:old-price-in-a-post", ...FIVE),
  lesson("lesson:2026-11-20:old-price-in-a-post-2", ...FIVE, "Improved: 2026-12-01 SKILL.md"),
  lesson(
    "lesson:2026-11-20:em-portugues",
    "agent: contabilista",
    "category: Knowledge",
    "summary: A taxa era a de 2025",
    "detail: Ninguém viu a data",
    "action: A tabela pede a data",
  ),
  deadline("deadline:iva-periodic-return:2026-11-20", "Due: 2026-11-20", "Owner: accountant"),
  deadline("deadline:saf-t-invoices:2026-11-05", "Completed: 2026-11-03"),
  deadline("deadline:saf-t-invoices:2026-12-05"),
  deadline("deadline:renew-domain", "Due: 2026-12-05", "Warn: 21 days"),
  deadline("deadline:irs:2026-06-30", "Due: 2026-06-30 by 23:59", "Completed: 2026-06-12 by mail"),
  deadline("deadline:law:2026-12-31", "Source: https://law.example/art-41", "Owner: lawyer"),
  metric("metric:mrr", "Value: 1,163 EUR (2026-11-16)", "As of: 2026-11-16", "Source: invoices"),
  metric("metric:uptime", "Value: 99.93%", "As of: 2026-11-02"),
  metric("metric:churn", "Value: 1 of 36", "Value: 2 of 37", "As of: 2026-11-16, thirty days"),
  metric("metric:stars", "Value: 212", "As of: 2026-11-16", "Source: https://git.example/redeiro"),
  client("client:tres-nos", "Three shops, yearly plan, 960 EUR net", "Renewal: 2027-09-01"),
  client("client:boats", "IBAN on the invoices: PT50 0002 0123 1234 5678 9015 4"),
  client("client:atelier", "VAT number valid on 2026-09-11", "Checked: 2026-11-10"),
  campaign("campaign:open-beta", "Goal: ten boats", "Started: 2026-10-12"),
  campaign("campaign:export", "Completed: 2026-10-30", "Result: 12 of 35 shops used it"),
  of("standup")("standup:2026-11-19", "Ran: 2026-11-19T08:31:00.000Z", "Decided: restore drill"),
  of("standup")("standup:2026-11-18", "Decided: none"),
  of("trend-scan")("trend-scan:2026-11-16", "Watch until 2026-12-14: the price of hosting"),
  of("prompt-run")("prompt-run:standup", "Last run: 2026-11-19T08:31:00.000Z", "Result: 9 lines"),
  of("prompt-run")("prompt-run:weekly-review", "Last run: 2026-11-06"),
  note("note:coo:standup-drafts", "ask the cfo about T-018"),
  note("idea for a name", "Almadrava, the old tuna trap"),
  note("__proto__", "a name like any other"),
  note("constructor", "toString"),
  of("constructor")("a", "b"),
  of("Milestone")("beta opens", "when ten boats are in"),
  of("component")("sync-worker", "runs every 20 s", "id 550e8400-e29b-41d4-a716-446655440000"),
  of("release")("v1.4.2", "commit 8cde5a3f0f1c2b3a4d5e6f708192a3b4c5d6e7f8", "sha256 of the file:"),
  of("file")(
    "invoice 2026/118",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  ),
  of("supplier")("hosting", "Price: 96.40 EUR a month", "Customer number 4000123456789"),
  of("supplier")("payments", "Test card 4242 4242 4242 4242 works in the sandbox"),
  of("image")("logo", "id iVBORw0KGgoAAAANSUhEUgAAAAUA in the design tool"),
  of("key")("deploy key", "API key: in the environment variable STRIPE_KEY_2, rotated 2026-11-01"),
  of("person")("founder", "Speaks Portuguese and English", "User: of the CLI", "Assistant: none"),
  of("environment")("staging", "postgres://app:***@db.example/app", "https://staging.example:8443"),
  of("error")("sync failed", "TypeError: cannot read x of null at sync.ts:41 on 2026-11-12"),
  of("procedure")(
    "restore",
    "1. fetch the key\n2. stop the worker\n3. restore\n4. compare the counts\n5. start the worker",
  ),
  of("query")("open invoices", "SELECT * FROM invoice WHERE paid_at IS NULL;"),
  of("meeting")("2026-11-12", "You are on the yearly plan now, they said; they ignore our mails"),
  of("page")("terms", "https://redeiro.example/terms"),
  of("page")("status", "Link: https://status.example/"),
  of("empty")("nothing yet"),
  of("obligation")("obligation:iva", "First due: 2026-11-20", "Source: CIVA art. 41(1)"),
  of("digest")("digest:2026-W47", "Standups: 5"),
  of("price list")("2027", "S 12 EUR\nM 32 EUR\nL 64 EUR\nXL 96 EUR\nall net, a month"),
];

const relation = (relationType: string): Relation => ({ from: "a", to: "b", relationType });

export const ORDINARY_RELATIONS: Relation[] = [
  "owns",
  "affects",
  "replaces",
  "prevents",
  "answers",
  "same-cause-as",
  "has-same-cause-as",
  "led-to",
  "pays-for",
  "depends-on",
  "is-part-of",
  "is located in",
  "belongs_to",
  "uses",
  "reportsTo",
  "stands by",
  "passes_by",
  "goes-by",
  "is-based-on",
  "related to",
  "é dono de",
  "responde por",
  "passa pelo",
  "pertence a",
  "needs",
  "succeeds",
].map(relation);

/** What a department adds to an entity that exists. */
export const ORDINARY_ADDITIONS: { entity: Entity; contents: string[] }[] = [
  {
    entity: metric("metric:mrr", "Value: 1 EUR", "As of: 2026-10-01"),
    contents: ["Value: 2 EUR (2026-11-20)", "As of: 2026-11-20"],
  },
  {
    entity: metric("metric:mrr", "Value: 1 EUR", "As of: 2026-10-01"),
    contents: ["Value: 2 EUR (2026-11-20)"],
  },
  {
    entity: metric("metric:mrr", "Value: 1 EUR", "As of: 2026-10-01"),
    contents: ["As of: 2026-11-20"],
  },
  {
    entity: deadline("deadline:x:2026-11-20"),
    contents: ["Completed: 2026-11-19", "Receipt: 118"],
  },
  { entity: lesson("lesson:2026-11-20:x", ...FIVE), contents: ["Improved: 2026-12-01 SKILL.md"] },
  {
    entity: lesson("lesson:2026-11-20:x", ...FIVE),
    contents: ["Again: 2026-12-01 in the newsletter"],
  },
  { entity: campaign("campaign:x"), contents: ["Completed: 2026-11-20"] },
  { entity: client("client:x"), contents: ["Checked: by phone on 2026-11-20"] },
  { entity: product("X"), contents: ["Status: live", "Checked: 2026-11-20"] },
  { entity: note("whatever"), contents: ["Due: tomorrow", "Value: none"] },
];

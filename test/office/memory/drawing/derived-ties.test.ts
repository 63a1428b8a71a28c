import { describe, expect, it } from "vitest";
import { type Company, derivedTies } from "../../../../office/memory/drawing/derived-ties.ts";

const COMPANY: Company = {
  departments: [{ agent: "cto" }, { agent: "accountant" }, { agent: "marketing" }],
  products: [{ name: "Redeiro" }, { name: "Redeiro Pro" }, { name: "Tide" }],
  cadence: [{ prompt: "weekly-review", agent: "marketing" }],
  language: "English",
};

const entity = (name: string, entityType: string, ...texts: string[]) => ({
  name,
  entityType,
  observations: texts.map((text) => ({ text })),
});
const CLIENTS = [
  entity("client:tres-nos", "client", "Three shops"),
  entity("Sol", "client", "A shop"),
  entity("Sol, Mar & Filhos", "client", "Another shop"),
];

function tiesOf(text: string, more: ReturnType<typeof entity>[] = [], company = COMPANY) {
  const own = entity("decision:2026-10-01:a", "decision", text);
  return derivedTies([own, ...CLIENTS, ...more], [], company)
    .filter(({ from }) => from === own.name)
    .map(({ how, to }) => `${how} → ${to}`);
}

describe("what a fact says", () => {
  it.each([
    ["Owner: cto", ["owner → cto"]],
    ["Agent: @Accountant", ["agent → accountant"]],
    ["Reviewed by: cto, accountant", ["reviewed by → cto", "reviewed by → accountant"]],
    ["Product: redeiro", ["product → Redeiro"]],
    ["Products: Redeiro, Tide", ["products → Redeiro", "products → Tide"]],
    ["Client: Três Nós", ["client → client:tres-nos"]],
    ["Customer: tres-nos", ["customer → client:tres-nos"]],
    ["Client: Sol, Mar & Filhos", ["client → Sol, Mar & Filhos"]],
    ["Reason: client:tres-nos asked for it.", ["mentions → client:tres-nos"]],
    [
      "Redeiro's price rises, not that of “Redeiro Pro”.",
      ["mentions → Redeiro", "mentions → Redeiro Pro"],
    ],
    ["We sell Redeiro.", ["mentions → Redeiro"]],
    ["The marina uses Tide on forty moorings", ["mentions → Tide"]],
  ])("%s", (text, ties) => {
    expect(tiesOf(text)).toEqual(ties);
  });

  it.each([
    ["a department in a sentence", "The accountant says no; cto too"],
    ["a person in the place of a department", "Owner: founder"],
    ["an unknown list of clients that holds a known one", "Client: Sol, Lua & Irmãs"],
    ["a word that is a product's name too", "The tide comes in. Tide tables help"],
    ["such a word in a heading", "The High Tide, Tide Tables and a good Tide App"],
    ["a longer name", "Redeiro Labs sent an offer"],
    ["a part of a word", "Redeiros and pre-Redeiro, Redeiro-like, Redeiro2"],
    ["an address", "See https://Redeiro.example/Redeiro or mail to ana@Redeiro"],
    ["another case of letters", "REDEIRO and redeiro are written so elsewhere"],
    ["a longer id", "Reason: client:tres-nos-2 asked for it, and sub:client:tres-nos"],
    ["a label of something else", "Decision: Tide"],
    ["a client that two entities could be", "Client: gama"],
  ])("draws nothing for %s", (_what, text) => {
    const two = [entity("client:gama", "client", "One"), entity("Gama", "customer", "Other")];
    const all = tiesOf(text, two);
    expect(all.filter((tie) => !tie.startsWith("mentions → Gama"))).toEqual([]);
  });
});

it("takes no capital for a name in a company that writes German", () => {
  const german = { ...COMPANY, language: "German" };
  expect(tiesOf("bei hoher Tide und mit Redeiro", [], german)).toEqual(["mentions → Redeiro"]);
  expect(tiesOf("at high Tide and with Redeiro")).toEqual([
    "mentions → Tide",
    "mentions → Redeiro",
  ]);
});

describe("the ties of a memory", () => {
  it("come from what the name itself says, where its form says so", () => {
    const entities = [
      entity("metric:redeiro-pro-uptime", "metric", "Value: 99%"),
      entity("metric:redeiro", "metric", "Value: 1"),
      entity("metric:tide-height", "metric", "Value: 2 m"),
      entity("client:redeiro-fans", "client", "A club"),
      entity("prompt-run:weekly-review", "prompt-run", "Last run: 2026-11-06"),
    ];
    expect(derivedTies(entities, [], COMPANY)).toEqual([
      {
        from: "metric:redeiro-pro-uptime",
        to: "Redeiro Pro",
        how: "product",
        said: "Its name: metric:redeiro-pro-uptime",
      },
      { from: "metric:redeiro", to: "Redeiro", how: "product", said: "Its name: metric:redeiro" },
      {
        from: "prompt-run:weekly-review",
        to: "marketing",
        how: "runs in",
        said: "The table Cadence: weekly-review, marketing",
      },
    ]);
  });

  it("leave out what was recorded either way round, name each pair once, and say which fact says so", () => {
    const entities = [
      entity(
        "decision:2026-10-01:a",
        "decision",
        "Reason: costs",
        "Redeiro first, then Redeiro Pro",
        "Product: Redeiro Pro",
      ),
      entity("Redeiro", "product", "See decision:2026-10-01:a"),
    ];
    const recorded = [{ from: "Redeiro", to: "decision:2026-10-01:a" }];
    expect(derivedTies(entities, recorded, COMPANY)).toEqual([
      { from: "decision:2026-10-01:a", to: "Redeiro Pro", how: "product", said: 2 },
    ]);
  });

  it("do not take an entity for a department because it has its name", () => {
    const entities = [
      entity("cto", "person", "Ana"),
      entity("deadline:x:2026-12-01", "deadline", "Owner: cto"),
    ];
    expect(derivedTies(entities, [], COMPANY)).toEqual([]);
  });

  it("are few for an entity that names everything", () => {
    const names = Array.from({ length: 400 }, (_, at) => entity(`Boat ${at}x`, "boat", "A boat"));
    const list = entity("The list", "note", names.map(({ name }) => name).join("; "));
    expect(derivedTies([list, ...names], [], COMPANY)).toHaveLength(16);
  });

  it("cost no more than they may where names and texts were made to be slow", () => {
    const evil = Array.from({ length: 1_000 }, (_, at) =>
      entity(`${"A ".repeat(1 + (at % 58))}x${at}`, "x", "A ".repeat(1_000)),
    );
    expect(derivedTies(evil, [], COMPANY)).toEqual([]);
  });

  it("make a graph of a company whose facts were all typed on the command line", () => {
    const entities = [
      entity(
        "decision:2026-11-01:price",
        "decision",
        "Decision: Redeiro costs 32 EUR",
        "Decided by: founder",
      ),
      entity("deadline:iva:2026-11-20", "deadline", "Due: 2026-11-20", "Owner: accountant"),
      entity("metric:redeiro-customers", "metric", "Value: 37"),
      entity(
        "lesson:2026-11-05:slow",
        "lesson",
        "Agent: cto",
        "Summary: the drill of Redeiro was slow",
      ),
    ];
    const tied = new Set(derivedTies(entities, [], COMPANY).map(({ from }) => from));
    expect(tied.size).toBe(4);
  });
});

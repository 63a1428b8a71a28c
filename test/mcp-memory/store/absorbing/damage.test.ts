// Files damaged in every way we could think of, put together at random: pieces whose place in the
// graph, among the carried lines or in the quarantine is known, glued and encoded anyhow.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseSnapshot } from "../../../../mcp-memory/parse-snapshot.ts";
import { rounds } from "../../../run/rounds.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();
const LONG = process.env.SOLO_HQ_LONG === "1";

type Encoding = "utf8" | "latin1";
interface Piece {
  text: string;
  encoding: Encoding;
  /** What stands between this piece and the next. */
  end: string;
}

const name = fc.constantFrom("a", "b", "café", "__proto__", 'say "}{"', "\\", "x\u0000y", "🧠");
const text = fc.oneof(
  fc.constantFrom("um preço de 49 €", '}{"type":"entity"', "\\", "line\nend", "\u2028", "{", '"'),
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
const rightEntity = fc.record({
  type: fc.constant("entity"),
  name,
  entityType: fc.constantFrom("note", "lesson"),
  observations: fc.array(text, { maxLength: 3 }),
});
const rightRelation = fc.record({
  type: fc.constant("relation"),
  from: name,
  to: name,
  relationType: fc.constantFrom("knows", "uses"),
});
const wrongValue = fc.constantFrom<unknown>(null, 7, true, [], {}, [1, "x", null], { a: ["x"] });
/** A record one of whose fields has another type, is missing, or that has fields of others. */
const oddRecord = fc
  .tuple(
    fc.oneof(rightEntity, rightRelation),
    fc.constantFrom("name", "entityType", "observations", "from", "relationType", "type", "more"),
    fc.option(wrongValue, { nil: undefined }),
  )
  .map(([record, field, value]) => ({ ...record, [field]: value }));
const record = fc.oneof(
  { weight: 4, arbitrary: rightEntity },
  { weight: 2, arbitrary: rightRelation },
  { weight: 2, arbitrary: oddRecord },
);
const line = record.map((value) => JSON.stringify(value));
const torn = fc
  .tuple(line, fc.nat({ max: 200 }), fc.boolean())
  .map(([whole, at, head]) => (head ? whole.slice(0, at) : whole.slice(at % whole.length)));
const junk = fc.constantFrom(
  "\0\0\0\0",
  "<<<<<<< HEAD",
  "=======",
  ">>>>>>> branch",
  "{{{{",
  "[1,2]",
  "null",
  '"text"',
  '{"type":"comment","n":1}',
  '{"no":"type"}',
  "\ufeff",
  "}",
);
const piece: fc.Arbitrary<Piece> = fc.record({
  text: fc.oneof({ weight: 5, arbitrary: line }, { weight: 3, arbitrary: torn }, junk),
  encoding: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Encoding>("utf8") },
    fc.constant<Encoding>("latin1"),
  ),
  end: fc.oneof(
    { weight: 8, arbitrary: fc.constant("\n") },
    fc.constantFrom("\r\n", "", ",", "\n\n", " \t\n", "\u0085"),
  ),
});

const encode = ({ text, encoding, end }: Piece) =>
  Buffer.concat([
    // Latin-1 has no other characters: those would be lost before the file is written.
    /^[\0-\xff]*$/.test(text) ? Buffer.from(text, encoding) : Buffer.from(text),
    Buffer.from(end),
  ]);

interface After {
  file: Buffer;
  /** Bytes of every quarantined piece. */
  quarantine: Buffer[];
}

let serial = 0;

/** Loads the bytes, and twice more; checks that the second and the third load leave all as it is. */
async function load(bytes: Buffer): Promise<After> {
  const file = bench.at(`d${serial++}.jsonl`);
  writeFileSync(file, bytes);
  let before: { after: After; digest: string } | undefined;
  for (let round = 0; round < 3; round++) {
    const store = await bench.open(file);
    const graph = await store.readGraph();
    await store.checkpoint().catch((error: { code?: string }) => {
      if (error.code !== "read-only") throw error;
    });
    const { pending } = await store.health();
    await store.close();
    const after = { file: readFileSync(file), quarantine: quarantined(file) };
    expect(pending).toBe(0);
    const digest = digestOf(JSON.stringify(graph), after);
    if (before !== undefined) expect(digest).toBe(before.digest);
    before = { after, digest };
  }
  return before?.after as After;
}

/** In place of the texts, which may have tens of megabytes. */
function digestOf(graph: string, { file, quarantine }: After): string {
  const hash = createHash("sha256").update(graph).update(file);
  for (const bytes of quarantine) hash.update(String(bytes.length)).update(bytes);
  return hash.digest("hex");
}

function quarantined(file: string): Buffer[] {
  const base = file.slice(file.lastIndexOf("/") + 1);
  const quarantine = bench.at(`.memory/${base}/quarantine.jsonl`);
  if (!existsSync(quarantine)) return [];
  const lines = readFileSync(quarantine, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    const { text, base64 } = JSON.parse(line) as { text: string; base64?: string };
    return base64 === undefined ? Buffer.from(text) : Buffer.from(base64, "base64");
  });
}

/** True when what the piece says is in the new file: as a record that holds all of it, or as it was. */
function isInFile(text: string, after: After): boolean {
  const body = text.trim();
  // A record that two torn pieces make is left over their lines until the first change.
  const lines = after.file.toString("utf8").split("\n");
  if (lines.some((one) => one.trim() === body)) return true;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(body);
  } catch {
    return false;
  }
  if (typeof value !== "object" || value === null) return false;
  // A line of nothing but white space or a byte order mark says nothing, and is left where it is.
  return after.file
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .some((line) => holds(JSON.parse(line) as Record<string, unknown>, value));
}

function holds(stored: Record<string, unknown>, value: Record<string, unknown>): boolean {
  return Object.entries(value).every(([key, item]) => {
    const there = Object.hasOwn(stored, key) ? stored[key] : undefined;
    if (key === "observations" && Array.isArray(item) && Array.isArray(there)) {
      return item.every((text) => there.includes(text));
    }
    return JSON.stringify(there) === JSON.stringify(item);
  });
}

/** Every byte but white space, marks and separators is in the file or in the quarantine. */
function expectNoByteLost(pieces: Piece[], after: After): void {
  const latin1 = after.quarantine.map((bytes) => bytes.toString("latin1"));
  const isConflict = /<{7}.*={7}.*>{7}/s.test(pieces.map(({ text }) => text).join("\n"));
  for (const item of pieces) {
    const bytes = encode({ ...item, end: "" }).toString("latin1");
    // What trim() takes off is white space, and a byte order mark.
    const body = trimmed(bytes);
    if (body === "" || latin1.some((kept) => kept.includes(body))) continue;
    // Marks of a merge say nothing of their own.
    if (CONFLICT_MARK.test(body) && isConflict) continue;
    // A torn piece may be the half of a record that was whole with the next piece.
    if (isInFile(item.text, after)) continue;
    // With its neighbours it may be a part of a record that is whole.
    if (runsWith(pieces, item).some((run) => isInFile(run, after))) continue;
    expect.fail(`lost: ${JSON.stringify(item.text)}`);
  }
}

/** Every run of neighbours that the piece is one of, as it stands in the file: on one line or over several. */
function runsWith(pieces: readonly Piece[], item: Piece): string[] {
  const at = pieces.indexOf(item);
  return pieces.slice(0, at + 1).flatMap((_, from) =>
    pieces.slice(at).map((_, behind) => {
      const run = pieces.slice(from, at + behind + 1);
      return run.map(({ text, end }) => text + end).join("");
    }),
  );
}

const CONFLICT_MARK = /^(<{7}|={7}|>{7})/;
const trimmed = (bytes: string) => bytes.replace(/^(\xef\xbb\xbf|\s)+|(\xef\xbb\xbf|\s)+$/g, "");

/** What random runs found once and seldom would again. */
const FOUND_ONCE: Piece[] = [
  { text: "\ufeff", encoding: "utf8", end: "\n" },
  {
    text: '{"type":"entity","name":"a","entityType":"note","observations":[]}',
    encoding: "utf8",
    end: "\r\n",
  },
];

const FOUND_LATER: Piece[] = [
  {
    text: '{"type":"relation","from":"a","to":"a","relationType":"uses",',
    encoding: "utf8",
    end: "\r\n",
  },
  { text: '"name":"b","entityType":"lesson","observations":[]}', encoding: "utf8", end: "\n" },
  {
    text: '{"type":"relation","from":"a","to":"b","relationType":"uses"}',
    encoding: "utf8",
    end: "\n",
  },
];

const FOUND_GLUED: Piece[] = [
  { text: '{"type":"', encoding: "latin1", end: "" },
  { text: 'relation","from":"a","to":"a","relationType":"knows"}', encoding: "utf8", end: "\n" },
  {
    text: '{"type":"entity","name":"a","entityType":"note","observations":[]}',
    encoding: "utf8",
    end: "\n",
  },
];

/** With a comma between them two pieces are one object. */
const FOUND_WITH_COMMA: Piece[] = [
  { text: '{"', encoding: "utf8", end: "," },
  { text: 'from":"a","to":"a","relationType":"knows"}', encoding: "utf8", end: "\n" },
  {
    text: '{"type":"entity","name":"a","entityType":"note","observations":[]}',
    encoding: "utf8",
    end: "\n",
  },
];

/** Two lines are one object, and a third is damaged, so that the file is written anew. */
const FOUND_OVER_LINES: Piece[] = [
  { text: '{"type"', encoding: "latin1", end: "\n" },
  {
    text: ':"relation","from":"café","to":"a","relationType":"uses"}',
    encoding: "utf8",
    end: "\n",
  },
  {
    text: '"type":"relation","from":"a","to":"a","relationType":"knows"}',
    encoding: "utf8",
    end: "\n",
  },
  {
    text: '{"type":"entity","name":"a","entityType":"note","observations":[]}',
    encoding: "utf8",
    end: "\n",
  },
];

/** A file without one record is left alone (foreign-file.test.ts). */
const WHOLE = '{"type":"entity","name":"whole","entityType":"note","observations":[]}\n';

it("of a file of damaged and glued pieces in mixed encodings no byte is lost, and one load mends it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
      const after = await load(Buffer.concat([Buffer.from(WHOLE), ...pieces.map(encode)]));
      expectNoByteLost(pieces, after);
      const mended = parseSnapshot(after.file);
      expect(mended.setAside).toEqual([]);
    }),
    {
      numRuns: LONG ? 2_000 : rounds({ few: 150, many: 400 }),
      examples: [
        [FOUND_ONCE],
        [FOUND_LATER],
        [FOUND_GLUED],
        [FOUND_WITH_COMMA],
        [FOUND_OVER_LINES],
      ],
    },
  );
}, 600_000);

it("a file in UTF-16, cut at any byte, loses none", async () => {
  const whole = '{"type":"entity","name":"café","entityType":"note","observations":["🧠"]}\r\n';
  const bytes = Buffer.from(`\ufeff${whole}`, "utf16le");
  for (let cut = 0; cut < bytes.length; cut += LONG ? 1 : 7) {
    const part = bytes.subarray(0, cut);
    const after = await load(part);
    // What is no text is kept as it is; what is, is kept in our own encoding.
    const text = new TextDecoder("utf-16le").decode(part).trim();
    const kept = [...after.quarantine, after.file];
    const isKept = kept.some(
      (one) =>
        one.toString("latin1").includes(trimmed(part.toString("latin1"))) ||
        one.toString("utf8").includes(text),
    );
    expect(isKept, `cut at ${cut}`).toBe(true);
  }
}, 600_000);

const MB = 1024 * 1024;
const filler = (bytes: number, unit: string) => unit.repeat(Math.ceil(bytes / unit.length));

it.each([
  [
    "one observation",
    `{"type":"entity","name":"a","entityType":"note","observations":["${filler(10 * MB, "x")}"]}`,
    1,
  ],
  ["the torn start of an entity", `{"type":"entity","name":"${filler(10 * MB, "a")}`, 0],
  ["braces", filler(10 * MB, "{"), 0],
  ["objects in objects", filler(10 * MB, '{"a":'), 0],
  ["quotes", filler(10 * MB, '"'), 0],
  ["an array of arrays", filler(10 * MB, "["), 0],
  [
    "records without line breaks",
    filler(10 * MB, '{"type":"entity","name":"a","entityType":"note","observations":["x"]}'),
    1,
  ],
  ["a record of another type", `{"type":"blob","data":"${filler(10 * MB, "é")}"}`, 0],
])(
  "a line of 10 MB of %s is kept, and the next line is read",
  async (...[, line, entities]) => {
    const next = '{"type":"entity","name":"next","entityType":"note","observations":[]}';
    const after = await load(Buffer.from(`${line}\n${next}\n`));
    const snapshot = parseSnapshot(after.file);
    expect(snapshot.entities.size).toBe(entities + 1);
    const isKept = [...after.quarantine, after.file].some((bytes) => bytes.includes(line));
    expect(isKept || snapshot.entities.has("a")).toBe(true);
  },
  120_000,
);

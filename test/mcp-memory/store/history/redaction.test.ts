// A redacted text is gone in every spelling and from every file that may hold it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everySpelling } from "../../../../mcp-memory/store/history/spellings.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();
const SECRET = 'segredo-a\u00e7or/77 "do" banco';
const entity = (name: string, ...observations: string[]) => ({
  name,
  entityType: "note",
  observations,
});

/** Each UTF-16 unit as itself or as an escape, by chance. */
const spelledBy = (text: string, picks: readonly number[]) =>
  [...Array(text.length).keys()]
    .map((at) => {
      const unit = text.charAt(at);
      const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
      const own = JSON.stringify(unit).slice(1, -1);
      const forms = [own, `\\u${hex}`, `\\u${hex.toUpperCase()}`, unit === "/" ? "\\/" : own];
      return forms[(picks[at % picks.length] ?? 0) % forms.length];
    })
    .join("");

describe("every spelling", () => {
  it("of any text is found, as JSON writes it, composed or not, in JSON within JSON too", () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 10 })
      .filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 3 }), { minLength: 1 }), (one, picks) => {
        for (const form of [one, one.normalize("NFC"), one.normalize("NFD")]) {
          const json = `{"a":"x${spelledBy(form, picks)}y"}`;
          for (const raw of [
            form,
            json,
            JSON.stringify(json),
            JSON.stringify(JSON.stringify(json)),
          ]) {
            expect(raw.search(everySpelling(one))).toBeGreaterThan(-1);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is of this text and no other", () => {
    for (const other of ['segredo-acor/77 "do" banco', "segredo-aXor", "segredo-a\\u00e8or/77"]) {
      expect(everySpelling(SECRET).test(other)).toBe(false);
    }
    expect(everySpelling("a.b*c").test("aXbbc")).toBe(false);
  });
});

function everyText(): string {
  const read = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
      const file = path.join(folder, item.name);
      return item.isDirectory() ? read(file) : [`${item.name}: ${readFileSync(file, "utf8")}`];
    });
  return read(bench.folder()).join("\n");
}

it("is taken out of escaped lines, torn pieces, left-over files, copies and the files beside", async () => {
  const escaped = spelledBy(SECRET, [1, 0, 2]);
  const decomposed = SECRET.normalize("NFD");
  writeFileSync(
    bench.at(),
    [
      `{"type":"note","text":"carried ${escaped}"}`,
      `{"type":"entity","name":"a","entityType":"note","observations":["held ${escaped}","plain"]}`,
      `{"type":"entity","name":"torn ${escaped}`,
      `{"type":"entity","name":"b","entityType":"note","observations":["${JSON.stringify(decomposed).slice(1, -1)}"],"tag":"${escaped}"}`,
      "",
    ].join("\n"),
  );
  const store = await bench.open();
  await store.createEntities([entity(`named ${decomposed}`, "x"), entity(`named ${SECRET}`, "y")]);
  await store.deleteObservations([{ entityName: "a", observations: [`held ${SECRET}`] }]);
  await store.checkpoint();
  const folder = bench.at(".memory/memory.jsonl");
  const left = JSON.stringify({ type: "entity", ...entity("left", SECRET) });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "next-4-999999-memory.jsonl"), left);
  writeFileSync(path.join(folder, "part-999999-0123456789abcdef"), left);
  writeFileSync(
    path.join(folder, "quarantine.settled.jsonl"),
    `${JSON.stringify({ sha256: "0", text: escaped })}\n`,
  );
  writeFileSync(path.join(folder, "quarantine.jsonl.1-2.next"), left);
  for (const name of [
    "memory.jsonl.bak",
    "memory.jsonl~",
    "memory.jsonl.orig",
    "memory (1).jsonl",
    ".merge_file_a1.9",
  ]) {
    writeFileSync(bench.at(name), `${left}\n${escaped}\n`);
  }
  writeFileSync(bench.at("unrelated.jsonl"), "stays");
  writeFileSync(bench.at("memory.jsonl.swp"), Buffer.from([0, 255, 1]));
  const report = await store.history.redact(SECRET);
  expect(report.unread).toEqual([bench.at("memory.jsonl.swp")]);
  await store.close();
  const all = everyText();
  expect(all).not.toMatch(everySpelling(SECRET));
  // A word of letters beyond f: hashes and times beside it could hold any digits.
  expect(all).not.toContain("segredo");
  expect(all).toContain("unrelated.jsonl: stays");
  expect(readdirSync(folder).filter((name) => /next|part/.test(name))).toEqual([]);
  expect(readFileSync(bench.at(), "utf8")).toContain('"plain"');
  // An old file, in another composition, does not bring names, texts or lines back.
  const again = await bench.open();
  writeFileSync(
    bench.at(),
    `${JSON.stringify({ type: "entity", ...entity(`named ${SECRET}`, "y", "more") })}\n${JSON.stringify({ type: "entity", ...entity("a", `held ${decomposed}`, "plain") })}\n`,
  );
  await again.checkpoint();
  expect(JSON.stringify(await again.readGraph())).not.toContain("segredo");
});

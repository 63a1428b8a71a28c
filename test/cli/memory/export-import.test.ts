import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { memoryMarkdown } from "../../../office/memory/markdown.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
let empty: string;

beforeEach(async () => {
  company = await copySample();
  empty = mkdtempSync(path.join(tmpdir(), "hq import "));
  mkdirSync(path.join(empty, ".github"));
  writeFileSync(path.join(empty, ".github", "copilot-instructions.md"), "# Company\n");
});

afterEach(async () => {
  await company.remove();
  rmSync(empty, { recursive: true, force: true });
});

const hq = (root: string, ...argv: string[]) =>
  runHq(["memory", ...argv, "--root", root], { cwd: root });

it("exports lines that another memory imports whole, once", async () => {
  const exported = (await hq(company.root, "export")).stdout;
  expect(exported).toBe(readFileSync(path.join(company.root, "memory.jsonl"), "utf8"));
  expect((await hq(company.root, "export", "--out", "copy.jsonl")).stdout).toMatch(/^Wrote \d+/);
  const copy = path.join(company.root, "copy.jsonl");
  expect((await hq(empty, "import", copy, "--dry-run")).stdout).toMatch(/^Would add \d+ entities/);
  expect((await hq(empty, "export")).stdout).toBe("");
  expect((await hq(empty, "import", copy)).stdout).toMatch(/^Added \d+ entities/);
  expect((await hq(empty, "export")).stdout).toBe(exported);
  expect((await hq(empty, "import", copy)).stdout).toBe("Nothing new in it.\n");
});

it("imports a JSON document and says what it left out", async () => {
  const file = path.join(empty, "graph.json");
  writeFileSync(file, '{"entities":[{"name":"A","type":"note","observations":["x"]},5]}');
  const { code, stdout } = await hq(empty, "import", file);
  expect(code).toBe(0);
  expect(stdout).toBe(
    "Added 1 entity, 1 observation, 0 relations. 1 entity has no date: verify\nbefore you repeat what is said there.\n1 piece was left out, and still in the file:\n- entities[1]: a part of the document that is no record: 5\n",
  );
  const { stdout: json } = await hq(empty, "import", file, "--json");
  expect(JSON.parse(json)).toMatchObject({ added: { entities: 0 }, leftOut: [{ text: "5" }] });
  const nothing = await hq(empty, "import", "nothing.json");
  expect(nothing.code).toBe(1);
  expect(nothing.stderr.replaceAll("\n", " ")).toContain("there is nothing of this name");
});

it("keeps dates and authors through an export with origins, and knows no date otherwise", async () => {
  const file = path.join(company.root, "copy.jsonl");
  const out = await hq(company.root, "export", "--with-origins", "--out", file);
  expect(out.stdout).toContain("copy.origins.jsonl");
  await hq(empty, "import", file);
  const originsOf = (root: string) => readFileSync(path.join(root, "memory.origins.jsonl"), "utf8");
  expect(originsOf(empty)).toBe(originsOf(company.root));
  expect((await hq(company.root, "export", "--with-origins")).code).toBe(2);
});

it("imports a folder of notes, packed lines, and ends with 1 where it understands nothing", async () => {
  const notes = path.join(empty, "notes");
  mkdirSync(path.join(notes, "inner"), { recursive: true });
  mkdirSync(path.join(notes, ".obsidian"));
  writeFileSync(path.join(notes, ".obsidian", "x.md"), "# Not a note\n");
  writeFileSync(
    path.join(notes, "Tea.md"),
    "---\ncreated: 2025-01-02\n---\n- [fact] hot\n- needs [[Water]]\n",
  );
  writeFileSync(path.join(notes, "inner", "water.md"), "---\ntitle: Water\n---\nWet.\n");
  expect((await hq(empty, "import", notes)).stdout).toContain(
    "Added 2 entities, 2 observations, 1 relation. 1 entity has no date",
  );
  const packed = path.join(empty, "memories.jsonl.gz");
  writeFileSync(
    packed,
    gzipSync(
      '{"id":"1","content":"Ships on Fridays","created_at":"2025-06-01T08:00:00+00:00","state":"active","app":null,"categories":["work"]}\n',
    ),
  );
  expect((await hq(empty, "import", packed)).stdout).toContain("Added 1 entity, 2 observations");
  const wrong = path.join(empty, "package.json");
  writeFileSync(wrong, '{"private": true, "scripts": {"test": "vitest"}}');
  const { code, stdout } = await hq(empty, "import", wrong);
  expect(code).toBe(1);
  expect(stdout).toContain("Nothing of it was understood");
  expect(JSON.parse((await hq(empty, "import", wrong, "--json")).stdout)).toMatchObject({
    ok: false,
  });
  writeFileSync(path.join(empty, "empty.json"), '{"entities":[],"relations":[]}');
  expect((await hq(empty, "import", "empty.json")).code).toBe(0);
});

it("refuses what is no text instead of printing it, and names it among notes", async () => {
  const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0, 0, 0x0d, 0xff]);
  writeFileSync(path.join(empty, "logo.png"), picture);
  const refused = await hq(empty, "import", "logo.png");
  expect([refused.code, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr.replaceAll(/\s+/g, " ")).toContain("bytes that are no text");
  const notes = path.join(empty, "notes");
  mkdirSync(notes);
  writeFileSync(path.join(notes, "a.md"), "# A\n\n- a fact\n");
  writeFileSync(path.join(notes, "b.md"), picture);
  const { code, stdout } = await hq(empty, "import", notes);
  expect(code).toBe(0);
  expect(stdout).toContain("- b.md: bytes that are no text");
});

it("shows the memory as a page with sections, dates and relations", async () => {
  const { stdout } = await hq(company.root, "export", "--format", "markdown");
  expect(stdout).toMatch(/^# Memory\n\n\d+ entities, \d+ relations\.\n\n## \w/);
  expect(stdout).toContain("\n## decision\n");
  const day = "2026-11-01T10:00:00.000Z";
  const page = memoryMarkdown(
    [
      {
        name: "# <b>",
        entityType: "__proto__",
        at: day,
        observations: [
          { text: "\ntwo\n\n# lines\n", at: day },
          { text: "- later_on _x_", at: "2026-11-05T00:00:00.000Z" },
        ],
      },
      { name: "b", entityType: "a", at: null, observations: [] },
    ],
    [
      { from: "b", to: "# <b>", relationType: "knows" },
      { from: "gone", to: "b", relationType: "knew" },
    ],
  );
  expect(page).toBe(`# Memory

2 entities, 2 relations.

## \\_\\_proto\\_\\_

### \\# \\<b>

First written 2026-11-01.

- two\\
  \\# lines
- \\- later_on \\_x\\_ (2026-11-05)

## a

### b

- → knows **\\# \\<b>**

## Relations of what is not there

- gone → knew **b**
`);
});

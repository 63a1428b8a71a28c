import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
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
    "Added 1 entities, 1 observations, 0 relations.\n1 pieces were left out; they are still in the file:\n- entities[1]: JSON, but not an object: 5\n",
  );
  const { stdout: json } = await hq(empty, "import", file, "--json");
  expect(JSON.parse(json)).toMatchObject({ added: { entities: 0 }, leftOut: [{ text: "5" }] });
  expect((await hq(empty, "import", "nothing.json")).code).toBe(1);
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

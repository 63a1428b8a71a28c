/** The page of the memory. What needs a browser is tested where a Chromium is installed. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { graphPage } from "../../../office/memory/draw-graph.ts";
import type { GraphInput } from "../../../office/memory/graph-data.ts";
import { layOut } from "../../../office/memory/graph-layout.ts";
import { readProgram } from "../../../setup/kit-source.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";
import { findChromium, openPage, type Page } from "./chromium.ts";

const PROJECT = path.join(import.meta.dirname, "..", "..", "..");
const HOSTILE = [
  "</script><script>window.ran=1</script>",
  "<!--<script>",
  "__proto__",
  "constructor",
  "a\u2028b\u2029c",
  "\"'`$&$1{{script}}{{data}}",
  "<img src=x onerror=window.ran=1>",
  "\ud800 half",
];

let page: string;
let folder: string;

beforeAll(async () => {
  const built = (await import(
    pathToFileURL(path.join(PROJECT, "scripts/graph-page.mjs")).href
  )) as {
    buildGraphPage(): Promise<{ html: string }>;
  };
  page = (await built.buildGraphPage()).html;
  folder = mkdtempSync(path.join(tmpdir(), "hq graph é "));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AT = "2026-11-02T10:00:00.000Z";

function input(entities: GraphInput["entities"], relations: GraphInput["relations"]): GraphInput {
  return { title: "Memory of </title><b>", asOf: AT, entities, relations };
}

function hostile(): GraphInput {
  return input(
    HOSTILE.map((name) => ({
      name,
      entityType: name,
      at: AT,
      observations: [
        { text: name, at: AT },
        { text: `later ${name}`, at: "2026-11-05T00:00:00.000Z" },
      ],
    })),
    HOSTILE.map((name) => ({ from: HOSTILE[0] as string, to: name, relationType: name })),
  );
}

/** `count` entities in a few types, two thirds of them related. */
function large(count: number): GraphInput {
  const name = (index: number) => `entity ${index}`;
  return input(
    Array.from({ length: count }, (_, index) => ({
      name: name(index),
      entityType: `type ${index % 7}`,
      at: null,
      observations: [{ text: `fact of ${index}`, at: null }],
    })),
    Array.from({ length: count }, (_, index) => index)
      .filter((index) => index % 3 > 0)
      .map((index) => ({ from: name(index), to: name(index >> 2), relationType: "follows" })),
  );
}

const dataOf = (html: string) =>
  JSON.parse(
    /<script type="application\/json" id="memory">(.*?)<\/script>/s.exec(html)?.[1] as string,
  ) as { title: string; types: { name: string }[]; entities: unknown[][]; relations: unknown[][] };

describe("the page", () => {
  it("runs only its own script and style, and may load nothing", () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
    const hash = (text?: string) =>
      `'sha256-${createHash("sha256")
        .update(text as string)
        .digest("base64")}'`;
    const script = /<script>(.*)<\/script>/s.exec(page)?.[1];
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1];
    expect(policy).toBe(
      `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`,
    );
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toMatch(/<(link|iframe|object|embed|base|img)\b|\ssrc=|@import|url\(/i);
    expect(script).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|importScripts|eval)\b\s*\(/);
    const addresses = page.match(/\bhttps?:\/\/[^\s"'`]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(["http://www.w3.org/2000/svg"]));
  });

  it("carries hostile names as data and nothing else", async () => {
    const html = await graphPage(page, hostile());
    const data = dataOf(html);
    const parts = page.split('"{{data}}"') as [string, string];
    expect(html.startsWith(parts[0]) && html.endsWith(parts[1])).toBe(true);
    expect(html.slice(parts[0].length, -parts[1].length)).not.toMatch(/[<>&\u2028\u2029]/);
    expect(data.title).toBe("Memory of </title><b>");
    expect(data.entities.map(([name]) => name)).toEqual(HOSTILE);
    expect(data.types.map(({ name }) => name).toSorted()).toEqual(HOSTILE.toSorted());
    expect(data.relations.map(([, , how]) => how)).toEqual(HOSTILE);
  });

  it("draws an end of a relation that is no entity", async () => {
    const none = input([], [{ from: "a", to: "b", relationType: "knows" }]);
    expect(dataOf(await graphPage(page, none)).entities.map(([name]) => name)).toEqual(["a", "b"]);
  });

  it("is what hq memory graph writes, also from an installed kit", async () => {
    const company = await copySample();
    const { code, stdout } = await runHq(["memory", "graph", "--root", company.root]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Drew \d+ entities and \d+ rel/)]);
    const file = path.join(company.root, ".hq", "memory-graph.html");
    expect(dataOf(readFileSync(file, "utf8")).title).toBe("Memory of Maré Baixa");
    await company.remove();
    const program = await readProgram(PROJECT, "0.1.0");
    expect(program.get(".hq-kit/dist/graph-page.html")).toContain('"{{data}}"');
  });
});

describe("the layout", () => {
  const drawn = (count: number, related: number) => ({
    types: Array.from({ length: count }, (_, index) => index % 5),
    edges: Array.from({ length: related }, (_, index) => [index, index >> 1] as const),
  });

  it.each([
    ["nothing", drawn(0, 0)],
    ["one entity", drawn(1, 1)],
    ["entities without a relation", drawn(500, 0)],
    ["some with and some without", drawn(300, 200)],
    ["more than forces can lay out", drawn(40_000, 40_000)],
  ])("gives each a place of its own, the same every time: %s", (_what, graph) => {
    const { x, y } = layOut(graph);
    const places = new Set(
      graph.types.map((_, index) => `${x[index]?.toFixed(3)} ${y[index]?.toFixed(3)}`),
    );
    expect(places.size).toBe(graph.types.length);
    expect([...x, ...y].every(Number.isFinite)).toBe(true);
    if (graph.types.length < 1_000) expect(layOut(graph)).toEqual({ x, y });
  });
});

const chromium = findChromium();
/** Measured 9 to 31 s on two busy cores: each frame is drawn by the processor. */
const DRAWN_WITHOUT_A_GPU_MS = 120_000;

describe.skipIf(chromium === null)("in a real Chromium", () => {
  async function open(graph: GraphInput, work: (page: Page) => Promise<void>): Promise<void> {
    const file = path.join(folder, "graph.html");
    writeFileSync(file, await graphPage(page, graph));
    const tab = await openPage(chromium as string, file);
    try {
      await work(tab);
      expect(tab.requests).toEqual([pathToFileURL(file).href]);
      expect(tab.messages).toEqual([]);
    } finally {
      await tab.close();
    }
  }
  const text = (selector: string) =>
    `document.querySelector(${JSON.stringify(selector)}).textContent`;

  it("says that a memory is empty", () =>
    open(input([], []), async (tab) => {
      expect(await tab.read(text("#notice"))).toContain("The memory is empty");
    }));

  it("shows hostile names as text, runs none of them, and answers the keyboard", () =>
    open(hostile(), async (tab) => {
      await tab.until("document.querySelector('#map canvas') !== null");
      expect(await tab.read("document.title")).toBe("Memory of </title><b>");
      await tab.key("/");
      await tab.type("ONERROR img");
      await tab.until(`${text("#found")} === "1 entity found"`);
      await tab.key("ArrowDown");
      await tab.key("Enter");
      expect(await tab.read(text("#details h2"))).toBe(HOSTILE[6]);
      expect(await tab.read(text(".observations"))).toContain("later <img src=x");
      expect(await tab.read(text(".observations li:last-child time"))).toBe("2026-11-05");
      expect(await tab.read(text(".relations .entry"))).toContain(HOSTILE[0]);
      await tab.read("document.querySelector('.relations .entry').click()");
      expect(await tab.read(text("#details h2"))).toBe(HOSTILE[0]);
      await tab.key("Escape");
      expect(await tab.read("document.querySelector('#details').hidden")).toBe(true);
      expect(
        await tab.read("window.ran === undefined && document.querySelector('img') === null"),
      ).toBe(true);
    }));

  it(
    "finds, filters and opens by a click on the map with 4,000 entities",
    () =>
      open(large(4_000), async (tab) => {
        await tab.send("Emulation.setEmulatedMedia", {
          features: [{ name: "prefers-reduced-motion", value: "reduce" }],
        });
        await tab.until("document.querySelectorAll('#results .entry').length === 300");
        await tab.read("document.querySelector('#no-types').click()");
        expect(await tab.read(text("#found"))).toBe("0 entities");
        await tab.read("document.querySelector('#type-list input').click()");
        expect(await tab.read(text("#found"))).toMatch(/^572 entities/);
        await tab.read("document.querySelector('#all-types').click()");
        // The list's own choice brings the entity into the middle of the map; there it is clicked.
        await tab.read("document.querySelector('#results .entry').click()");
        expect(await tab.read(text("#details h2"))).toBe("entity 0");
        await tab.key("Escape");
        await tab.read(
          "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
        );
        const { x, y } = await tab.read<{ x: number; y: number }>(
          "(({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }))(document.querySelector('#map').getBoundingClientRect())",
        );
        await tab.click(x, y);
        await tab.until("!document.querySelector('#details').hidden");
        expect(await tab.read(text("#details h2"))).toBe("entity 0");
      }),
    DRAWN_WITHOUT_A_GPU_MS,
  );
});

/** The page of the memory as a file; `graph-page/browser.test.ts` opens it. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { graphPage } from "../../../office/memory/draw-graph.ts";
import { layOut } from "../../../office/memory/drawing/layout.ts";
import { readProgram } from "../../../setup/kit-source.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";
import { AT, emptyPage, HOSTILE, hostile, input } from "./graph-page/companies.ts";

const PROJECT = path.join(import.meta.dirname, "..", "..", "..");
let page: string;

beforeAll(async () => {
  page = await emptyPage();
});

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
    expect(page.match(/<script/g)).toHaveLength(3);
    expect(page.match(/<script(?! type="application\/)/g)).toHaveLength(1);
    expect(page).not.toMatch(/<(link|iframe|object|embed|base|img)\b|\ssrc=|@import|url\(/i);
    expect(script).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|importScripts|eval)\b\s*\(/);
    const addresses = page.match(/\bhttps?:\/\/[^\s"'`]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(["http://www.w3.org/2000/svg"]));
  });

  it("carries hostile names as data and nothing else", async () => {
    const { html } = await graphPage(page, hostile());
    const data = dataOf(html);
    const [before = "", between = "", after = ""] = page.split(/"\{\{(?:data|words)\}\}"/);
    expect(html.startsWith(before) && html.endsWith(after)).toBe(true);
    const filled = html.slice(before.length, -after.length).split(between);
    expect(filled).toHaveLength(2);
    expect(filled[0]).not.toMatch(/[<>&\u2028\u2029]/);
    expect(data.title).toBe("Memory of </title><b>");
    expect(data.entities.map(([name]) => name)).toEqual(HOSTILE);
    expect(data.types.map(({ name }) => name).toSorted()).toEqual(HOSTILE.toSorted());
    const recorded = data.relations.filter((relation) => relation.length === 3);
    expect(recorded.map(([, , how]) => how)).toEqual(HOSTILE);
  });

  it("draws an end of a relation that is no entity", async () => {
    const none = input([], [{ from: "a", to: "b", relationType: "knows" }]);
    const { html } = await graphPage(page, none);
    expect(dataOf(html).entities.map(([name]) => name)).toEqual(["a", "b"]);
  });

  it("draws departments and products that facts name, with what the constitution says of them", async () => {
    const facts = [
      { text: "Owner: cto", at: AT },
      { text: "Product: Farol", at: AT },
    ];
    const deadline = { name: "deadline:x:2026-12-01", entityType: "deadline", at: AT };
    const company = {
      departments: [{ agent: "cto", owns: "security", approves: "" }],
      products: [{ name: "Farol", status: "live", note: "Lights" }],
      cadence: [],
      language: "English",
    };
    const graph = { ...input([{ ...deadline, observations: facts }], []), company };
    const { html, derived } = await graphPage(page, graph);
    const data = dataOf(html);
    expect(derived).toBe(2);
    expect(data.relations).toEqual([
      [0, 1, "owner", 0],
      [0, 2, "product", 1],
    ]);
    const shown = data.entities.map(([name, , , texts, , , title, row]) => ({
      ...{ name, texts, title, row },
    }));
    expect(shown).toEqual([
      {
        name: deadline.name,
        texts: facts.map(({ text }) => [text, 0]),
        title: "X, 2026-12-01",
        row: 1,
      },
      { name: "cto", texts: [["Owns: security", 0]], title: "CTO", row: 0 },
      {
        name: "Farol",
        texts: [
          ["Status: live", 0],
          ["Note: Lights", 0],
        ],
        title: 0,
        row: 0,
      },
    ]);
  });

  it("is what hq memory graph writes, also from an installed kit", async () => {
    const company = await copySample();
    const { code, stdout } = await runHq(["memory", "graph", "--root", company.root]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Drew 71 entities, 34 relations and \d+ that/),
    ]);
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
    titleChars: Array.from({ length: count }, (_, index) => (index * 7) % 60),
    edges: Array.from({ length: related }, (_, index) => [index, index >> 1] as const),
  });

  it.each([
    ["nothing", drawn(0, 0), 0],
    ["one entity", drawn(1, 1), 0],
    ["entities without a relation", drawn(500, 0), 0],
    ["some with and some without", drawn(300, 200), 200],
    ["more than get room for their titles", drawn(420, 420), 420],
    ["more than forces can lay out", drawn(40_000, 40_000), 40_000],
  ])(
    "gives each that is tied a place of its own, the same every time: %s",
    (_what, graph, tied) => {
      const { x, y } = layOut(graph);
      const places = graph.types.map(
        (_, index) => `${x[index]?.toFixed(3)} ${y[index]?.toFixed(3)}`,
      );
      expect(new Set(places.slice(0, tied)).size).toBe(tied);
      expect(new Set(places.slice(tied))).toEqual(
        new Set(tied < places.length ? ["0.000 0.000"] : []),
      );
      expect([...x, ...y].every(Number.isFinite)).toBe(true);
      if (graph.types.length < 1_000) expect(layOut(graph)).toEqual({ x, y });
    },
  );
});

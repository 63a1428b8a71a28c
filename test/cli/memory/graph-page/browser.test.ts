/**
 * The page of the memory in a real browser: in `npm test` where a Chromium is installed, in `npm run test:vscode`
 * always.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawGraph, graphPage } from "../../../../office/memory/draw-graph.ts";
import type { GraphInput } from "../../../../office/memory/drawing/page-data.ts";
import { chromium as fetchedChromium } from "../../../vscode/editor/chromium.ts";
import { runHq } from "../../run-hq.ts";
import { copySample } from "../../sample.ts";
import { findChromium, openPage, type Page } from "../chromium.ts";
import { emptyPage, grown, HOSTILE, hostile, input, large } from "./companies.ts";

let page: string;
let folder: string;

beforeAll(async () => {
  page = await emptyPage();
  folder = mkdtempSync(path.join(tmpdir(), "hq graph é "));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const chromium =
  process.env.SOLO_HQ_CHROMIUM === "fetch" ? await fetchedChromium() : findChromium();
/** Measured 9 to 31 s on two busy cores: each frame is drawn by the processor. */
const DRAWN_WITHOUT_A_GPU_MS = 120_000;

async function openFile(file: string, work: (tab: Page) => Promise<void>): Promise<void> {
  const tab = await openPage(chromium as string, file);
  try {
    await tab.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-reduced-motion", value: "reduce" }],
    });
    await work(tab);
    expect(tab.requests).toEqual([pathToFileURL(file).href]);
    expect(tab.messages).toEqual([]);
  } finally {
    await tab.close();
  }
}

async function open(graph: GraphInput, work: (tab: Page) => Promise<void>): Promise<void> {
  const file = path.join(folder, "graph.html");
  writeFileSync(file, (await graphPage(page, graph)).html);
  await openFile(file, work);
}

/** As `hq memory graph` does, but with the page as the sources make it now. */
async function drawCompany(root: string, file: string): Promise<void> {
  mkdirSync(path.join(folder, "dist"), { recursive: true });
  writeFileSync(path.join(folder, "dist", "graph-page.html"), page);
  const memory = {
    root,
    now: () => new Date("2026-11-20T08:30:00Z"),
    env: {},
    warn: () => undefined,
  };
  await drawGraph(memory, { program: folder, file });
}

const text = (selector: string) =>
  `document.querySelector(${JSON.stringify(selector)}).textContent`;
const click = (selector: string) => `document.querySelector(${JSON.stringify(selector)}).click()`;
/** A drawn frame after what was done. */
const FRAMES =
  "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))";

async function search(tab: Page, words: string): Promise<void> {
  await tab.read("document.querySelector('#search').select()");
  await tab.type(words);
  await tab.until(
    `/ found|Nothing/.test(${text("#found")}) && document.querySelector("#search").value === ${JSON.stringify(words)}`,
  );
  await tab.read("new Promise((done) => setTimeout(done, 250))");
  await tab.until(`/ found|Nothing/.test(${text("#found")})`);
}

async function resize(tab: Page, width: number, height: number): Promise<void> {
  const size = { width, height, deviceScaleFactor: 1, mobile: false };
  await tab.send("Emulation.setDeviceMetricsOverride", size);
  await tab.read("new Promise((done) => setTimeout(done, 200))");
  await tab.read(FRAMES);
}

/** Pairs of labels that lie over another, and labels that leave the map or lie under its buttons. */
const LABELS = `(() => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const labels = boxes("#labels .label");
  const [map] = boxes("#main");
  const over = boxes("[data-over-map]");
  return {
    count: labels.length,
    overlaps: labels.flatMap((one, at) => labels.slice(at + 1).filter((other) => meet(one, other))).length,
    cut: labels.filter((one) => one.left < map.left || one.right > map.right || one.top < map.top || one.bottom > map.bottom).length,
    under: labels.filter((one) => over.some((other) => meet(one, other))).length,
    wide: [...document.querySelectorAll("#labels .label span")].filter((line) => line.scrollWidth > line.clientWidth + 1).length,
  };
})()`;
const CLEAR = { overlaps: 0, cut: 0, under: 0, wide: 0 };

describe.skipIf(chromium === null)("the page in a real Chromium", () => {
  it("says that a memory is empty, and that nothing is tied", async () => {
    await open(input([], []), async (tab) => {
      expect(await tab.read(text("#notice"))).toContain("The memory is empty");
    });
    const lonely = { name: "Alone", entityType: "note", at: null, observations: [] };
    await open(input([lonely], []), async (tab) => {
      expect(await tab.read(text("#notice"))).toContain("Nothing is tied to anything yet");
      expect(await tab.read(text("#alone-count"))).toBe("1");
    });
  });

  it("shows hostile names as text, runs none of them, and answers the keyboard", () =>
    open(hostile(), async (tab) => {
      await tab.until("document.querySelector('#map canvas') !== null");
      expect(await tab.read("document.title")).toBe("Memory of </title><b>");
      await tab.key("/");
      await tab.type("ONERROR img");
      await tab.until(`/ found/.test(${text("#found")})`);
      await tab.key("ArrowDown");
      await tab.key("Enter");
      expect(await tab.read(text("#details h2"))).toBe(HOSTILE[6]);
      expect(await tab.read(text(".observations"))).toContain("later <img src=x");
      expect(await tab.read(text(".observations li:last-child time"))).toBe("2026-11-05");
      expect(await tab.read(text(".relations .entry"))).toContain(HOSTILE[0]);
      await tab.read(click(".relations .entry"));
      expect(await tab.read(text("#details h2"))).toBe(HOSTILE[0]);
      await tab.key("Escape");
      expect(await tab.read("document.querySelector('#details').hidden")).toBe(true);
      expect(
        await tab.read("window.ran === undefined && document.querySelector('img') === null"),
      ).toBe(true);
    }));

  it("walks over the map by the arrow keys, says where, and opens and closes what it stands on", () =>
    open(grown(60), async (tab) => {
      await tab.until("document.querySelectorAll('#labels .label').length > 0");
      const reached = async () => {
        await tab.key("Tab");
        return tab.read<string>("document.activeElement.id");
      };
      const order: string[] = [];
      while (order.at(-1) !== "map" && order.length < 80) order.push(await reached());
      expect(order).toContain("search");
      expect(order.at(-1)).toBe("map");
      const first = await tab.read<string>(text("#said"));
      expect(first).toMatch(/, tied to \d+$/);
      await tab.read(FRAMES);
      for (const key of ["ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"]) {
        await tab.key(key);
        if ((await tab.read(text("#said"))) !== first) break;
      }
      const said = await tab.read<string>(text("#said"));
      expect(said).not.toBe(first);
      await tab.key("Enter");
      expect(said).toContain(await tab.read<string>(text("#details h2")));
      await tab.key("Escape");
      expect(await tab.read("document.querySelector('#details').hidden")).toBe(true);
      expect(await tab.read("document.activeElement.id")).toBe("map");
    }));

  it("opens what a title on the map belongs to, and says how it is tied", () =>
    open(grown(60), async (tab) => {
      await tab.until("document.querySelectorAll('#labels .label').length > 0");
      const label = await tab.read<{ x: number; y: number; text: string }>(
        "(({ left, top, width, height }, text) => ({ x: left + width / 2, y: top + height / 2, text }))(document.querySelector('#labels .hub').getBoundingClientRect(), document.querySelector('#labels .hub').textContent)",
      );
      await tab.click(label.x, label.y);
      await tab.until("!document.querySelector('#details').hidden");
      expect(await tab.read(text("#details h2"))).toBe(label.text);
      // A department: nobody recorded its relations, and each is said by a fact that is quoted.
      expect(await tab.read(text("#details .kind"))).toBe("department");
      expect(await tab.read(text("#details h3:last-of-type"))).toMatch(/^Said by the facts/);
      expect(await tab.read(text(".relations .how"))).toBe("← owner");
      expect(await tab.read(text(".because"))).toMatch(/^“Owner: [a-z]+”$/);
    }));

  it("clears what was selected when a search finds nothing, and keeps it when it is an answer", () =>
    open(grown(60), async (tab) => {
      await search(tab, "Produto Farol");
      await tab.read(click("#results .entry"));
      expect(await tab.read("document.querySelector('#details').hidden")).toBe(false);
      await search(tab, "Farol");
      expect(await tab.read("document.querySelector('#details').hidden")).toBe(false);
      await search(tab, "zzqxv");
      expect(await tab.read(text("#found"))).toContain("Nothing found");
      expect(await tab.read("document.querySelector('#details').hidden")).toBe(true);
      expect(await tab.read("document.querySelectorAll('[aria-current=true]').length")).toBe(0);
    }));

  it("finds what hq memory recall finds, in its order, and says what it read words as", async () => {
    const company = await copySample();
    const file = path.join(folder, "sample.html");
    await drawCompany(company.root, file);
    await openFile(file, async (tab) => {
      for (const query of ["preço", "restor drll", "Who owns the tax deadlines?"]) {
        const args = ["memory", "recall", query, "--root", company.root, "--json"];
        const { stdout } = await runHq(args);
        const { results } = JSON.parse(stdout) as { results: { name: string }[] };
        const names = results.map(({ name }) => name);
        expect(names.length).toBeGreaterThan(0);
        await search(tab, query);
        const found = await tab.read<string[]>(
          "[...document.querySelectorAll('#results .entry')].map((one) => one.title)",
        );
        expect(found.slice(0, names.length)).toEqual(names);
      }
      await search(tab, "restor drll");
      expect(await tab.read(text("#found"))).toContain("Read drll as drill.");
    });
    await company.remove();
  });

  it("has the map above and one sheet below in a narrow window, and never more than half of it", () =>
    open(grown(200), async (tab) => {
      await resize(tab, 500, 900);
      const height = (selector: string) =>
        tab.read<number>(
          `document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect().height`,
        );
      expect(await height("#side")).toBeLessThan(60);
      await tab.read(click("#sheet"));
      expect(await height("#side")).toBeLessThan(450);
      expect(await height("#main")).toBeGreaterThan(340);
      await search(tab, "boats");
      await tab.read(click("#results .entry"));
      expect(await height("#details")).toBeLessThan(450);
      expect(await tab.read("document.documentElement.scrollWidth")).toBe(500);
      expect(await tab.read("document.documentElement.scrollHeight")).toBe(900);
    }));

  it("lists what is tied to nothing by type, closed, and opens a list at a click", () =>
    open(large(30), async (tab) => {
      const shown =
        "[...document.querySelectorAll('#alone .entry')].filter((one) => one.offsetParent !== null).length";
      expect(Number(await tab.read(text("#alone-count")))).toBeGreaterThan(0);
      expect(await tab.read(shown)).toBe(0);
      await tab.read(click("#alone .fold"));
      expect(
        await tab.read("document.querySelector('#alone .fold').getAttribute('aria-expanded')"),
      ).toBe("true");
      expect(await tab.read(shown)).toBeGreaterThan(0);
    }));

  it(
    "hides a type, and opens by a click on the map with 4,000 entities",
    () =>
      open(large(4_000), async (tab) => {
        await tab.until("document.querySelectorAll('#labels .label').length > 0");
        await tab.read(click("#tied input"));
        await tab.read(FRAMES);
        expect(await tab.read("document.querySelector('#tied input').checked")).toBe(false);
        await tab.read(click("#tied input"));
        // The list's own choice brings the entity into the middle of the map; there it is clicked.
        await tab.read(click("#tied .fold"));
        await tab.read(click("#tied .entry"));
        const title = await tab.read<string>(text("#details h2"));
        await tab.key("Escape");
        await tab.read(FRAMES);
        const { x, y } = await tab.read<{ x: number; y: number }>(
          "(({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }))(document.querySelector('#map').getBoundingClientRect())",
        );
        await tab.click(x, y);
        await tab.until("!document.querySelector('#details').hidden");
        expect(await tab.read(text("#details h2"))).toBe(title);
      }),
    DRAWN_WITHOUT_A_GPU_MS,
  );

  const sizes = [500, 1024, 1440] as const;
  async function everyLabelIsClear(tab: Page): Promise<void> {
    await tab.until("document.querySelectorAll('#labels .label').length > 0");
    for (const width of sizes) {
      await resize(tab, width, 900);
      await tab.read(click("#zoom-fit"));
      for (const zoom of ["fit", "in", "in", "in", "in", "out"]) {
        if (zoom !== "fit") await tab.read(click(`#zoom-${zoom}`));
        await tab.read(FRAMES);
        const { count, ...rest } = await tab.read<Record<string, number>>(LABELS);
        expect({ width, zoom, ...rest }).toEqual({ width, zoom, ...CLEAR });
        if (zoom === "fit" || width > 500) expect(count).toBeGreaterThan(0);
      }
    }
  }

  it(
    "lays no label over another and cuts none, in the sample company, at three widths and five zooms",
    async () => {
      const company = await copySample();
      const file = path.join(folder, "sample.html");
      await drawCompany(company.root, file);
      await openFile(file, async (tab) => {
        await everyLabelIsClear(tab);
        // Around what is looked at as well.
        await resize(tab, 1440, 900);
        await tab.read(click("#zoom-fit"));
        await search(tab, "Redeiro");
        await tab.read(click("#results .entry"));
        await tab.read(FRAMES);
        const { count, ...rest } = await tab.read<Record<string, number>>(LABELS);
        expect(rest).toEqual(CLEAR);
        expect(count).toBeGreaterThan(8);
      });
      await company.remove();
    },
    DRAWN_WITHOUT_A_GPU_MS,
  );

  it.each([300, 2_000])(
    "nor with %d entities",
    (count) => open(grown(count), everyLabelIsClear),
    DRAWN_WITHOUT_A_GPU_MS,
  );
});

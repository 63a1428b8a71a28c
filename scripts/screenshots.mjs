// `npm run screenshots`: the pictures of the graph in docs/, of the sample company, made in a real Chromium.
// Lossless, packed by oxipng, and none over 250 kB: they come with every clone.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import optimise, { init } from "@jsquash/oxipng/optimise.js";
import { findChromium, openPage } from "../test/cli/memory/chromium.ts";
import { runHq } from "../test/cli/run-hq.ts";
import { copySample } from "../test/cli/sample.ts";

const DOCS = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "docs");
const LIMIT_BYTES = 250_000;
const WASM = "@jsquash/oxipng/codec/pkg/squoosh_oxipng_bg.wasm";

const SCENES = [
  { name: "graph-light", width: 1440, height: 900, scheme: "light" },
  { name: "graph-dark", width: 1440, height: 900, scheme: "dark" },
  {
    name: "graph-search",
    width: 1440,
    height: 900,
    scheme: "light",
    search: "restor drll",
    entry: 1,
  },
  { name: "graph-narrow", width: 500, height: 900, scheme: "light" },
];

const chromium = findChromium();
if (chromium === null) {
  console.error(
    'Cannot make the pictures: found no chromium or google-chrome on the PATH, expected one. Install it ("apt-get install chromium" on Debian), then run "npm run screenshots" again.',
  );
  process.exit(1);
}

const wasm = createRequire(import.meta.url).resolve(WASM);
await init(await WebAssembly.compile(await readFile(wasm)));
const company = await copySample();
try {
  const file = path.join(company.root, "graph.html");
  const ran = await runHq(["memory", "graph", "--root", company.root, "--out", file]);
  if (ran.code !== 0) throw new Error(ran.stderr);
  for (const scene of SCENES) await picture(file, scene);
} finally {
  await company.remove();
}

async function picture(file, scene) {
  const tab = await openPage(chromium, file);
  try {
    await show(tab, scene);
    const { data } = await tab.send("Page.captureScreenshot", { format: "png" });
    const packed = Buffer.from(await optimise(Buffer.from(data, "base64"), { level: 4 }));
    const target = path.join(DOCS, `${scene.name}.png`);
    if (packed.length > LIMIT_BYTES) {
      throw new Error(`${target} has ${packed.length} bytes, expected at most ${LIMIT_BYTES}`);
    }
    await writeFile(target, packed);
    console.log(`docs/${scene.name}.png  ${scene.width} x ${scene.height}  ${packed.length} bytes`);
  } finally {
    await tab.close();
  }
}

async function show(tab, { width, height, scheme, search, entry }) {
  const features = [
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ];
  await tab.send("Emulation.setEmulatedMedia", { features });
  const size = { width, height, deviceScaleFactor: 1, mobile: false };
  await tab.send("Emulation.setDeviceMetricsOverride", size);
  // The page as it opens at this size and in these colours.
  await tab.send("Page.reload");
  await tab.until("document.readyState === 'complete'");
  await settled(tab);
  if (search === undefined) return;
  await tab.read("document.querySelector('#search').focus()");
  await tab.type(search);
  await tab.until("/ found/.test(document.querySelector('#found').textContent)");
  await tab.read(`document.querySelectorAll('#results .entry')[${entry}].click()`);
  await settled(tab);
}

async function settled(tab) {
  await tab.until("document.querySelectorAll('#labels .label').length > 0");
  await tab.read("new Promise((done) => setTimeout(done, 600))");
}

// What the first request of each department holds, in bytes: through the real Copilot CLI against a
// scripted model on loopback, on today's tree and on an older commit in the same run. Every call of a
// model pays all of it again. "Ours" is everything but what the client sends of its own.
// usage: npm run bench:prompt [-- --beside COMMIT] [--agents coo,lawyer] [--json]
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openOffice } from "../test/copilot/office.ts";
import { partsOf } from "./bench-prompt/parts.mjs";
import { checkOut } from "./bench-prompt/tree.mjs";

/** The tree before the prompt was looked at. */
const BESIDE = "8140d3f";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    beside: { type: "string", default: BESIDE },
    agents: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const agents = values.agents?.split(",") ?? departments();

const older = checkOut(root, values.beside);
try {
  const now = await measure(root);
  const before = await measure(older.tree);
  const rows = agents.map((agent) => ({
    agent,
    now: now[agent],
    before: before[agent],
    ratio: now[agent].ours / before[agent].ours,
  }));
  if (values.json) console.log(JSON.stringify({ beside: values.beside, rows }, null, 1));
  else print(rows);
} finally {
  older.remove();
}

function departments() {
  const ending = ".agent.md";
  const files = readdirSync(path.join(root, ".github", "agents"));
  return files.filter((file) => file.endsWith(ending)).map((file) => path.basename(file, ending));
}

/** The parts of each department's first request, in a copy of the sample company with the tree's kit. */
async function measure(tree) {
  const office = await openOffice(tree);
  const measured = {};
  try {
    for (const agent of agents) {
      console.error(`asking as ${agent} …`);
      const { asked, code, stderr } = await office.run(
        ["--agent", agent, "-p", "hello"],
        () => "hello",
      );
      const [first] = asked;
      if (first === undefined) throw new Error(`the client asked nothing (${code}): ${stderr}`);
      measured[agent] = partsOf({ raw: first.raw, root: office.root, agent });
    }
  } finally {
    office.close();
  }
  return measured;
}

function print(rows) {
  const parts = Object.keys(rows[0].now);
  const cells = (values) => `| ${values.join(" | ")} |`;
  const title = (part) => part[0].toUpperCase() + part.slice(1);
  console.log(`Bytes of the first request, today's tree / ${values.beside}\n`);
  console.log(cells(["Department", ...parts.map(title), "Ratio of ours"]));
  console.log(`|---|${parts.map(() => "---|").join("")}---|`);
  for (const { agent, now, before, ratio } of rows) {
    const both = parts.map((part) => `${number(now[part])} / ${number(before[part])}`);
    console.log(cells([agent, ...both, `${ratio.toFixed(2)} ×`]));
  }
  const worst = rows.reduce((most, row) => (row.ratio > most.ratio ? row : most));
  console.log(`\nThe highest ratio: ${worst.ratio.toFixed(3)} × (${worst.agent}).`);
}

function number(bytes) {
  return bytes.toLocaleString("en");
}

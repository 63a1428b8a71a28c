import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOffers } from "../../cli/init-offers.ts";
import { WRITING_HELPERS } from "../../company/kit/settings/client-helpers.ts";
import {
  clonedPackage,
  filesIn,
  installedCompany,
  put,
  removeFolders,
  tempFolder,
  testIo,
} from "../setup/company.ts";

let packageRoot: string;

beforeAll(async () => {
  packageRoot = await clonedPackage();
});
afterAll(removeFolders);

const MINE = `{
  // my own look
  "theme": "dark", // at night
  "subagents": { "maxDepth": 3, "disabledSubagents": ["research"] }
}
`;
const OTHER = { command: "npx", args: ["-y", "@modelcontextprotocol/server-memory"] };

/** A company, the home of its founder, and every question that is asked there. */
async function atHome(settings?: string) {
  const root = await installedCompany(packageRoot);
  const home = await tempFolder();
  if (settings !== undefined) await put(home, ".copilot/settings.json", settings);
  const io = { ...testIo(root), env: { HOME: home } };
  const asked: string[] = [];
  const offers = (answer: boolean) =>
    makeOffers(io, root, (question) => {
      asked.push(question);
      return Promise.resolve(answer);
    });
  const file = path.join(home, ".copilot", "settings.json");
  const servers = async (name = ".mcp.json", key = "mcpServers") =>
    JSON.parse(await readFile(path.join(root, name), "utf8"))[key];
  return { root, home, io, asked, offers, file, servers, said: () => io.out.join("") };
}

test("a yes switches the helpers off beside what the founder set, and his comments stay", async () => {
  const { offers, file, asked } = await atHome(MINE);
  await offers(true);
  const text = await readFile(file, "utf8");
  expect(text).toContain('// my own look\n  "theme": "dark", // at night\n');
  const { subagents } = JSON.parse(text.replaceAll(/ ?\/\/.*/g, ""));
  expect(subagents.maxDepth).toBe(3);
  expect(new Set(subagents.disabledSubagents)).toEqual(new Set(WRITING_HELPERS));
  expect(asked).toEqual(["Switch them off in ~/.copilot/settings.json?"]);
  await offers(true);
  expect(asked).toHaveLength(1);
});

test("a no leaves the settings to the byte, and makes none where there were none", async () => {
  const mine = await atHome(MINE);
  await mine.offers(false);
  expect(await readFile(mine.file, "utf8")).toBe(MINE);
  const none = await atHome();
  await none.offers(false);
  expect(existsSync(path.dirname(none.file))).toBe(false);
  expect(none.said()).toContain("hq doctor");
});

test("without settings a yes makes them; COPILOT_HOME is where the client looks first", async () => {
  const { offers, file, io, home } = await atHome();
  const elsewhere = path.join(home, "of the client");
  io.env = { HOME: home, COPILOT_HOME: elsewhere } as typeof io.env;
  await mkdir(elsewhere);
  await offers(true);
  const written = JSON.parse(await readFile(path.join(elsewhere, "settings.json"), "utf8"));
  expect(written).toEqual({ subagents: { disabledSubagents: WRITING_HELPERS } });
  expect(existsSync(file)).toBe(false);
});

test.each(["{", '{"subagents": []}', '{"subagents": {"disabledSubagents": "task"}}'])(
  "settings of another form (%j) are not touched, and nothing is asked",
  async (text) => {
    const { offers, file, asked, said } = await atHome(text);
    await offers(true);
    expect([await readFile(file, "utf8"), asked]).toEqual([text, []]);
    expect(said()).toContain("stay on:");
  },
);

const OFF = JSON.stringify({ subagents: { disabledSubagents: WRITING_HELPERS } });

test("a foreign memory is taken over with its facts; entry, comments and file of the founder stay", async () => {
  const { root, offers, asked, servers, said } = await atHome(OFF);
  const fact =
    '{"type":"entity","name":"Almadrava","entityType":"product","observations":["sold"]}\n';
  await put(root, "data/facts.jsonl", fact);
  const env = { MEMORY_FILE_PATH: "data/facts.jsonl" };
  const before = JSON.stringify({
    mcpServers: { memory: { ...OTHER, env }, git: { command: "g" } },
  });
  await put(root, ".mcp.json", before);
  const vscode = `{ // mine\n  "servers": {"memory": ${JSON.stringify(OTHER)}}\n}\n`;
  await put(root, ".vscode/mcp.json", vscode);
  await offers(true);
  expect(asked).toEqual(["Put Solo HQ's in its place and copy its facts into memory.jsonl?"]);
  const ours = await servers();
  expect(ours.memory.args).toEqual([".hq-kit/bin/hq-memory.js"]);
  expect(ours.git).toEqual({ command: "g" });
  const files = await filesIn(root);
  expect(files.get(".vscode/mcp.json")).toContain("{ // mine\n");
  expect(files.get(".vscode/mcp.json")).toContain(".hq-kit/bin/hq-memory.js");
  expect(files.get(".hq-kit/before/.mcp.json")).toBe(before);
  expect(files.get(".hq-kit/before/.vscode/mcp.json")).toBe(vscode);
  expect(files.get("data/facts.jsonl")).toBe(fact);
  expect(files.get("memory.jsonl")).toContain('"Almadrava"');
  // The editor's entry does not say where its facts are.
  expect(said()).toContain("hq memory import <file>");
  await offers(true);
  expect(asked).toHaveLength(1);
});

test("a no leaves the founder's servers to the byte", async () => {
  const { root, offers, said } = await atHome(OFF);
  const text = JSON.stringify({ mcpServers: { memory: OTHER } });
  await put(root, ".mcp.json", text);
  const before = await filesIn(root);
  await offers(false);
  expect(await filesIn(root)).toEqual(before);
  expect(said()).toContain("Yours stay.");
});

test("facts that cannot be read stop the take-over before a server is changed", async () => {
  const { root, offers } = await atHome(OFF);
  await mkdir(path.join(root, "facts"));
  const env = { MEMORY_FILE_PATH: "facts" };
  const text = JSON.stringify({ mcpServers: { memory: { ...OTHER, env } } });
  await put(root, ".mcp.json", text);
  await expect(offers(true)).rejects.toThrow(/Cannot import .*facts/);
  expect(await readFile(path.join(root, ".mcp.json"), "utf8")).toBe(text);
});

test("what an earlier take-over kept is not written over", async () => {
  const { root, offers } = await atHome(OFF);
  for (const turn of ["first", "second"]) {
    const memory = { command: turn };
    await put(root, ".mcp.json", JSON.stringify({ mcpServers: { memory } }));
    await offers(true);
  }
  const files = await filesIn(root);
  expect(files.get(".hq-kit/before/.mcp.json")).toContain('"first"');
  expect(files.get(".hq-kit/before/2/.mcp.json")).toContain('"second"');
  await rm(path.join(root, ".hq-kit", "before"), { recursive: true });
});

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { parseSnapshot } from "../../../mcp-memory/parse-snapshot.ts";
import { workbench } from "../workbench.ts";
import {
  type Cut,
  type Image,
  KINDS,
  mark,
  settledByOthers,
  startTrace,
  stopTrace,
} from "./power-cut.ts";

vi.mock("node:fs", async (original) =>
  (await import("./power-cut.ts")).recordingFs(await original()),
);
vi.mock("node:fs/promises", async (original) =>
  (await import("./power-cut.ts")).recordingPromises(await original()),
);

const bench = workbench();
const note = (name: string, ...observations: string[]) => ({
  name,
  entityType: "note",
  observations,
});
const line = (name: string) =>
  `{"type":"entity","name":"${name}","entityType":"note","observations":[]}`;
const TORN = '{"type":"entity","name":"torn","entit';

/** What must be there after a cut at this moment, whatever the disk kept. */
interface Promised {
  present: string[];
  absent: string[];
}

/**
 * A day in the life of a memory: a damaged file is taken in and written anew, calls are answered,
 * files are written, somebody edits, the database's folder is deleted, and all is closed.
 */
async function live(root: string, promised: Promised): Promise<void> {
  const file = path.join(root, "memory.jsonl");
  const store = await bench.open(file);
  const answered = (name: string) => {
    promised.present.push(name);
    mark(`answer ${name}`);
  };
  for (const name of ["one", "two", "gone"]) {
    await store.createEntities([note(name, "x".repeat(300))]);
    answered(name);
  }
  await store.checkpoint();
  await store.addObservations([{ entityName: "one", contents: ["more"] }]);
  promised.present.splice(promised.present.indexOf("gone"), 1);
  await store.deleteEntities(["gone"]);
  promised.absent.push("gone");
  mark("answer the deletion");
  await store.checkpoint();
  settledByOthers(() => writeFileSync(file, `${readFileSync(file, "utf8")}${line("edited")}\n`));
  answered("edited");
  await store.checkpoint();
  await store.createEntities([note("three")]);
  answered("three");
  settledByOthers(() => rmSync(path.join(root, ".memory"), { recursive: true }));
  // Until the next call nobody knows that the folder is gone; a cut right now is the deletion's work.
  const younger = promised.present.splice(promised.present.indexOf("three"));
  await store.readGraph();
  promised.present.push(...younger);
  mark("notice that the folder is gone");
  await store.createEntities([note("four")]);
  answered("four");
  await store.close();
  mark("close");
}

interface Moment extends Cut {
  promised: Promised;
}

async function recordLife(root: string): Promise<Moment[]> {
  mkdirSync(root);
  writeFileSync(path.join(root, "memory.jsonl"), `${line("old")}\n${TORN}\n${line("older")}\n`);
  const moments: Moment[] = [];
  const promised: Promised = { present: ["old", "older"], absent: [] };
  startTrace(root, (cut) => moments.push({ ...cut, promised: structuredClone(promised) }));
  await live(root, promised);
  stopTrace();
  return moments;
}

function writeImage(folder: string, image: Image): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of image) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
}

/** What a power cut at this moment, on such a disk, has done wrong; empty when nothing. */
async function damage(image: Image, { promised }: Moment, folder: string): Promise<string[]> {
  const wrong: string[] = [];
  const left = image.get("memory.jsonl")?.toString("utf8") ?? "";
  const isWhole = left === "" || left.endsWith("\n");
  if (!isWhole || left.split("\n").some((one) => one !== "" && one !== TORN && !isJson(one))) {
    wrong.push("memory.jsonl is not whole");
  }
  writeImage(folder, image);
  const file = path.join(folder, "memory.jsonl");
  const store = await bench.open(file);
  const names = (await store.readGraph()).entities.map(({ name }) => name);
  await store.checkpoint();
  await store.close();
  const missing = promised.present.filter((name) => !names.includes(name));
  if (missing.length > 0) wrong.push(`lost: ${missing.join(", ")}`);
  const back = promised.absent.filter((name) => names.includes(name));
  if (back.length > 0) wrong.push(`came back: ${back.join(", ")}`);
  const mended = parseSnapshot(readFileSync(file));
  if (mended.setAside.length > 0) wrong.push("memory.jsonl is damaged after it was mended");
  return wrong;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const digest = (image: Image, { promised }: Moment) =>
  JSON.stringify([[...image].map(([name, bytes]) => [name, bytes.toString("base64")]), promised]);

it("a power cut at any moment, on a disk that keeps only what it must, loses nothing that was answered", async () => {
  const moments = await recordLife(bench.at("life"));
  // Fails when the file operations are no longer seen, because they go another way.
  const kindsOfSteps = new Set(moments.map(({ after }) => after.split(" ")[0]));
  expect([...kindsOfSteps]).toEqual(
    expect.arrayContaining(["make", "open", "write", "append", "sync", "rename", "answer"]),
  );
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (const [index, moment] of moments.entries()) {
    for (const kind of KINDS) {
      const image = moment.images[kind];
      const key = digest(image, moment);
      if (seen.has(key)) continue;
      seen.add(key);
      const problems = await damage(image, moment, bench.at(`cut-${index}-${kind}`));
      for (const problem of problems) {
        wrong.push(`cut after step ${index} (${moment.after}), disk kept ${kind}: ${problem}`);
      }
    }
  }
  expect(wrong).toEqual([]);
}, 300_000);

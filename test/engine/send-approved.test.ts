/** What the founder approved goes out in the pass of its window, and keeps no later pass from being quiet. */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { quietTick } from "../../engine/quiet-tick.ts";
import { approve } from "../office/posts/approved-company.ts";
import { MACHINE, type Simulated, simulated } from "./simulated.ts";

const ID = "2026-11-30-x-a-drill";
const PUBLISHED = `Marketing/published/${ID}.md`;

let company: Simulated;

beforeEach(async () => {
  company = await simulated({ start: "2026-11-30T07:00:00Z" });
});

afterEach(() => company.close());

const at = (instant: string) => {
  company.clock.now = new Date(instant);
  return company.tick();
};
const isPublished = () => existsSync(path.join(company.root, PUBLISHED));
const isQuiet = async () => {
  const env = { HQ_MACHINE: MACHINE };
  const found = await quietTick({ root: company.root, now: company.clock.now, env, build: "test" });
  return found !== null;
};

it("sends a post in its window, once, and is quiet again", async () => {
  company.engine.build = "test";
  await at("2026-11-30T08:30:10Z");
  await at("2026-11-30T08:31:00Z");
  expect(await isQuiet()).toBe(true);
  const folder = path.join(company.root, "Marketing/drafts");
  await mkdir(folder, { recursive: true });
  const section =
    "## 2026-11-30 · x · A drill\n\n- Status: draft\n- At: 09:30 to 10:30\n\nThe drill is over.\n";
  await writeFile(path.join(folder, "week-2026-W49.md"), section);
  await approve(company.root, ID, { now: company.clock.now });
  expect(await isQuiet()).toBe(false);
  await at("2026-11-30T09:29:00Z");
  expect(isPublished()).toBe(false);
  await at("2026-11-30T09:30:00Z");
  expect(readFileSync(path.join(company.root, PUBLISHED), "utf8")).toBe("The drill is over.\n");
  expect(await isQuiet()).toBe(true);
  await at("2026-11-30T09:31:00Z");
  expect(readFileSync(path.join(folder, "week-2026-W49.md"), "utf8")).toContain("- Status: posted");
});

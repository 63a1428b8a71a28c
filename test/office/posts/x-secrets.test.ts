/** The four keys of X: they reach the publisher alone, all of them or none. */
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConstitution } from "../../../files/company.ts";
import { companyChannels } from "../../../office/posts/outgoing.ts";
import { X_KEYS } from "../../channels/x/keys.ts";
import { openX, type Place } from "../../channels/x/server.ts";
import { runHq } from "../../cli/run-hq.ts";
import { approve, BEFORE, type Company, DUE, emptyCompany, writeWeek } from "./approved-company.ts";
import { xEnv } from "./publish-once.ts";

const ID = "2026-11-24-x-a-drill";

let company: Company;
let x: Place;

beforeEach(async () => {
  company = await emptyCompany();
  x = await openX();
  await mkdir(path.join(company.root, ".hq"));
  await writeWeek(company.root, [{ title: "A drill", text: "The drill took 41 minutes." }]);
  await writeFile(
    path.join(company.root, "Marketing/sop.md"),
    "# SOP\n\n## Channels\n\n| Channel | Slot |\n|---|---|\n| x | Tue 09:30 |\n| dev.to | - |\n",
  );
});

afterEach(async () => {
  await x.close();
  await company.remove();
});

async function open(env: Record<string, string>) {
  const { constitution } = await readConstitution(company.root);
  return companyChannels(company.root, constitution, { env, now: () => DUE });
}

it("take a post from the draft to X, and are nowhere in between", async () => {
  const { HQ_X_URL = "", ...keys } = xEnv(x.base);
  const file = path.join(company.root, ".hq/secrets.env");
  const lines = Object.entries(keys).map(([name, value]) => `${name}=${value}`);
  await writeFile(file, `${lines.join("\n")}\n`);
  await chmod(file, 0o600);
  const env = { HQ_X_URL };
  const world = { cwd: company.root, env, now: () => DUE };
  await approve(company.root, ID, { open: await open(env), now: BEFORE });
  x.faults.post.push("echo-keys");
  const failed = await runHq(["post", "send", "--json"], world);
  expect(JSON.parse(failed.stdout).posts).toMatchObject([{ id: ID, kind: "failed" }]);
  await approve(company.root, ID, { open: await open(env), now: DUE });
  const sent = await runHq(["post", "send", "--json"], world);
  expect(JSON.parse(sent.stdout).posts).toMatchObject([
    { id: ID, kind: "posted", url: `https://x.com/mare/status/${x.tweets[0]?.id}` },
  ]);
  const listed = await runHq(["channel", "list"], world);
  expect(listed.stdout).toMatch(/^x +x, Tue 09:30$/m);
  const tested = await runHq(["channel", "test", "x"], world);
  expect(tested.stdout).toBe("x would post to @mare (7001)\n");
  const told = await runHq(["audit", "--post", ID], world);
  const files = readdirSync(company.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "secrets.env")
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"));
  expect(files.length).toBeGreaterThan(4);
  const said = [failed, sent, listed, tested, told].flatMap((ran) => [ran.stdout, ran.stderr]);
  for (const text of [...files, ...said]) {
    for (const key of Object.values(X_KEYS)) expect(text).not.toContain(key);
  }
});

it("are sent to no other machine than X", async () => {
  const urls = ["http://x.example", "https://x.example", "http://127.0.0.1.x.example", "http://0/"];
  for (const HQ_X_URL of urls) {
    await expect(open({ ...xEnv(x.base), HQ_X_URL }), HQ_X_URL).rejects.toMatchObject({
      code: "usage",
    });
  }
});

it("that a password manager cannot give keep X's posts back, and no other channel's", async () => {
  const env = { HQ_X_URL: x.base, HQ_SECRETS_COMMAND: "sh -c 'case $0 in *X*) exit 3; esac'" };
  const channels = await open(env);
  expect(channels("dev.to").name).toBe("folder");
  expect(channels("x").name).toBe("x");
  expect(await channels("x").account()).toMatchObject({
    kind: "unreachable",
    why: expect.stringContaining("HQ_X_API_KEY"),
  });
  const tested = await runHq(["channel", "test", "x"], { cwd: company.root, env });
  expect(tested.code).toBe(1);
  expect(tested.stderr.replaceAll(/\s+/g, " ")).toContain("HQ_SECRETS_COMMAND: it ended with 3");
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, it } from "vitest";
import { git } from "../../files/git.ts";
import { writeInEditor } from "../../office/posts/write-in-editor.ts";
import { xEnv } from "../office/posts/publish-once.ts";

const PLANTED = { ...xEnv("http://127.0.0.1:9"), HQ_DEVTO_API_KEY: "planted-key-of-a-test" };

beforeEach(() => {
  Object.assign(process.env, PLANTED);
});

afterEach(() => {
  for (const name of Object.keys(PLANTED)) delete process.env[name];
});

it("no credential of a channel reaches what git starts, or an editor", async () => {
  const folder = await mkdtemp(`${tmpdir()}/solo-hq-child-`);
  await git(folder, ["init", "-q"]);
  const seen = [
    await git(folder, ["-c", "alias.shown=!env", "shown"]),
    await writeInEditor("env >"),
  ];
  await rm(folder, { recursive: true, force: true });
  for (const text of seen) {
    expect(text).toContain("PATH=");
    for (const value of Object.values(PLANTED)) expect(text).not.toContain(value);
  }
});

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInBrowser } from "../../../cli/memory/browser.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hq browser "));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An environment in which xdg-open is this script. */
function withOpener(script: string): Record<string, string> {
  const file = path.join(folder, "xdg-open");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin`, DISPLAY: ":9" };
}

describe("opening a page in the browser", () => {
  it("hands over the file as an address, and waits for what the opener says", async () => {
    const env = withOpener(`echo "$1" > "${folder}/asked"`);
    expect(await openInBrowser("/tmp/a é/graph.html", env, "linux")).toEqual({ kind: "opened" });
    expect(readFileSync(path.join(folder, "asked"), "utf8")).toBe(
      "file:///tmp/a%20%C3%A9/graph.html\n",
    );
  });

  it.each([
    ["a screen", {}, "there is no screen (DISPLAY and WAYLAND_DISPLAY are not set)"],
    ["an opener", { PATH: "/nowhere", DISPLAY: ":9" }, "xdg-open is not installed"],
  ])("says that there is none without %s", async (_what, env, why) => {
    expect(await openInBrowser("/tmp/graph.html", env, "linux")).toEqual({ kind: "failed", why });
  });

  it("says what the opener ended with", async () => {
    expect(await openInBrowser("/tmp/graph.html", withOpener("exit 3"), "linux")).toEqual({
      kind: "failed",
      why: "xdg-open ended with 3",
    });
  });
});

it.skipIf(process.platform !== "linux")(
  "hq memory graph --open without a browser says so and names the page",
  async () => {
    const company = await copySample();
    const ran = await runHq(["memory", "graph", "--open", "--root", company.root], { env: {} });
    const file = path.join(company.root, ".hq", "memory-graph.html");
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^Drew 71 entities, 34 relations and \d+ that facts say: /);
    expect(ran.stderr).toBe(
      `Cannot open the page: there is no screen (DISPLAY and WAYLAND_DISPLAY are not set), expected a browser. It is written; open it yourself: ${file}\n`,
    );
    expect(readFileSync(file, "utf8")).toContain("Memory of");
    await company.remove();
  },
);

import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { runHq } from "./run-hq.ts";

describe("hq", () => {
  it("prints its version", async () => {
    expect(await runHq(["--version"])).toEqual({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: "",
    });
  });

  it("lists its commands", async () => {
    const { stdout, code } = await runHq(["--help"]);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot("help.golden.txt");
  });

  it.each([
    "standup",
    "board",
    "memory",
    "lesson",
    "init",
    "doctor",
    "upgrade",
    "department",
    "review",
    "audit",
    "start",
  ])("describes %s", async (name) => {
    const { stdout, code } = await runHq([name, "--help"]);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`help-${name}.golden.txt`);
  });

  it("suggests the command that was meant and exits 2", async () => {
    const { stderr, code } = await runHq(["standpu"]);
    expect(code).toBe(2);
    expect(stderr).toContain("standup");
  });

  it("gives errors as JSON with --json", async () => {
    const { stdout, code } = await runHq(["standup", "--json", "--root", "/nonexistent"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "no-company" } });
  });
});

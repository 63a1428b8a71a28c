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

  it("takes -v for the version, and help before a command of two words", async () => {
    expect((await runHq(["-v"])).stdout).toBe(`${manifest.version}\n`);
    expect(await runHq(["help", "board", "add"])).toEqual(await runHq(["board", "add", "--help"]));
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
    "claims",
    "post",
    "channel",
    "approvals",
    "audit",
    "start",
    "up",
    "tick",
    "jobs",
    "stop",
    "resume",
    "runner",
    "service",
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

  it.each([
    [["--json"]],
    [["frob", "--json"]],
    [["claims", "--json"]],
    [["board", "add", "--json"]],
    [["board", "frob", "--json"]],
    [["lesson", "accept", "--json"]],
    [["standup", "extra", "--json"]],
    [["standup", "--frob", "--json"]],
  ])("gives wrong usage as JSON too: %j", async (argv) => {
    const { stdout, stderr, code } = await runHq(argv);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "usage" } });
    expect(stderr).toBe("");
  });

  it("says after wrong usage where the right one stands", async () => {
    const { stderr } = await runHq(["board", "add"], { program: "bin/hq" });
    expect(stderr).toBe(
      "Cannot run this command: missing required argument 'title'.\nSee: bin/hq board add --help\n",
    );
    expect((await runHq(["frob"], { program: "bin/hq" })).stderr).toBe(
      "Cannot run this command: unknown command 'frob'.\nSee: bin/hq --help\n",
    );
  });

  it("names the next command as it can be typed here", async () => {
    const program = "node .hq-kit/bin/hq";
    const { stderr } = await runHq(["standup", "--root", "/nonexistent"], { program });
    expect(stderr).toContain("node .hq-kit/bin/hq init --into DIR");
    const json = await runHq(["standup", "--root", "/nonexistent", "--json"], { program });
    expect(JSON.parse(json.stdout).error.hint).toContain("node .hq-kit/bin/hq init --into DIR");
  });

  it("breaks its errors between words at 80 columns", async () => {
    const { stderr } = await runHq(["standup", "--root", "/nonexistent"]);
    expect(stderr.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(["board", "memory", "department", "lesson", "init"])(
    "describes %s within 80 columns",
    async (name) => {
      const { stdout } = await runHq([name, "--help"]);
      expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    },
  );
});

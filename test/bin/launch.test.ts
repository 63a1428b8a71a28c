import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const bin = path.join(import.meta.dirname, "..", "..", "bin");
let place: string;

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), "solo hq bin-"));
  cpSync(bin, path.join(place, "bin"), { recursive: true });
  writeFileSync(path.join(place, "package.json"), '{"type":"module"}');
});

afterEach(() => {
  rmSync(place, { recursive: true, force: true });
});

function buildProgram(source: string): void {
  mkdirSync(path.join(place, "dist"), { recursive: true });
  writeFileSync(path.join(place, "dist", "hq.js"), source);
}

/** Runs the launcher, on request as if its Node were an old one. */
function launch(
  args: string[],
  options: { version?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const preload = path.join(place, "old.cjs");
  const version = options.version ?? process.versions.node;
  writeFileSync(
    preload,
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
  );
  return spawnSync(
    process.execPath,
    ["--require", preload, path.join(place, "bin", "hq"), ...args],
    {
      encoding: "utf8",
      input: options.input ?? "",
      env: { ...process.env, ...options.env },
    },
  );
}

function installPinned(): void {
  mkdirSync(path.join(place, "node_modules", "node", "bin"), { recursive: true });
  symlinkSync(process.execPath, path.join(place, "node_modules", "node", "bin", "node"));
}

describe("the launcher that cannot start", () => {
  it("says so as JSON with --json", () => {
    const { stdout, stderr, status } = launch(["standup", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: "cannot-start", message: expect.stringContaining("is not built") },
    });
    expect({ stderr, status }).toEqual({ stderr: "", status: 1 });
  });

  it("names an HQ_NODE that leads nowhere", () => {
    buildProgram("");
    const { stderr, status } = launch([], { version: "20.20.2", env: { HQ_NODE: "/no/node" } });
    expect(stderr).toContain("there is nothing at HQ_NODE (/no/node)");
    expect(status).toBe(1);
  });

  it("fits 80 columns but for paths", () => {
    buildProgram("");
    const { stderr } = launch([], { version: "20.20.2" });
    const lines = stderr.replaceAll(place, "/data/ana/company").split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(2);
  });
});

describe("the launcher", () => {
  it("runs the program in its own process when the Node is new enough", () => {
    buildProgram("console.log(process.argv.slice(2).join('|')); process.exitCode = 3;");
    const { stdout, status } = launch(["a", "b c"], { version: "22.18.0" });
    expect({ stdout, status }).toEqual({ stdout: "a|b c\n", status: 3 });
  });

  it.each(["20.20.2", "22.17.9", "18.0.0"])(
    "uses the pinned Node when this one is %s",
    (version) => {
      installPinned();
      buildProgram(
        "let s = ''; for await (const d of process.stdin) s += d; console.log(process.argv[2], s, process.versions.node); process.exitCode = 3;",
      );
      const { stdout, status } = launch(["x"], { version, input: "in" });
      expect({ stdout, status }).toEqual({ stdout: `x in ${process.versions.node}\n`, status: 3 });
    },
  );

  it("passes the pinned program's end by a signal on", () => {
    installPinned();
    buildProgram("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);");
    expect(launch([], { version: "20.20.2" }).signal).toBe("SIGTERM");
  });

  it("names the Node it found, the one it needs and what to do when there is no pinned one", () => {
    buildProgram("");
    const { stderr, status } = launch([], { version: "20.20.2" });
    expect(status).toBe(1);
    expect(stderr).toContain("this is Node 20.20.2, expected 22.18 or newer");
    expect(stderr).toContain("HQ_NODE");
    writeFileSync(path.join(place, "package-lock.json"), "{}");
    expect(launch([], { version: "20.20.2" }).stderr).toContain("npm ci");
  });

  it("says how to build when nothing is built", () => {
    const { stderr, status } = launch([]);
    expect(status).toBe(1);
    expect(stderr).toContain('Run "npm ci"');
  });
});

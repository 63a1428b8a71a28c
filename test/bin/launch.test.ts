import { execFileSync, spawnSync } from "node:child_process";
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

describe("the launcher in a git worktree", () => {
  let worktree: string;

  /** What git carries there: neither what is built nor what is installed. */
  beforeEach(() => {
    writeFileSync(path.join(place, ".gitignore"), "dist/\nnode_modules/\n.hq-kit/dist/\nold.cjs\n");
    mkdirSync(path.join(place, ".github"));
    writeFileSync(path.join(place, ".github", "copilot-instructions.md"), "# Constitution\n");
    writeFileSync(path.join(place, "memory.jsonl"), "");
    cpSync(bin, path.join(place, ".hq-kit", "bin"), { recursive: true });
    const git = (...args: string[]) => {
      const who = ["-c", "user.name=Ana", "-c", "user.email=ana@mare.example"];
      return execFileSync("git", [...who, ...args], { cwd: place, stdio: "pipe" });
    };
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-qm", "company");
    worktree = path.join(place, "..", `${path.basename(place)} árvore`);
    git("worktree", "add", "-q", "-b", "other", worktree);
  });

  afterEach(() => {
    rmSync(worktree, { recursive: true, force: true });
  });

  const SAYS = "console.log(import.meta.filename, process.env.MEMORY_FILE_PATH ?? 'none');";
  const run = (program: string, env: NodeJS.ProcessEnv = {}) => {
    const { MEMORY_FILE_PATH: _, ...rest } = process.env;
    const { stdout, stderr, status } = spawnSync(process.execPath, [program], {
      encoding: "utf8",
      cwd: worktree,
      env: { ...rest, ...env },
    });
    return { said: stdout.trim(), stderr, status };
  };
  const own = () => path.join(worktree, "bin", "hq");
  const memory = () => path.join(place, "memory.jsonl");

  it("runs the main checkout's program on the main checkout's memory", () => {
    buildProgram(SAYS);
    const { said, stderr } = run(own());
    expect(stderr).toBe("");
    expect(said).toBe(`${path.join(place, "dist", "hq.js")} ${memory()}`);
  });

  it("runs its own program where that is built, on the same memory", () => {
    buildProgram(SAYS);
    cpSync(path.join(place, "dist"), path.join(worktree, "dist"), { recursive: true });
    expect(run(own()).said).toBe(`${path.join(worktree, "dist", "hq.js")} ${memory()}`);
    // As VS Code's configuration names it.
    const env = { MEMORY_FILE_PATH: path.join(worktree, "memory.jsonl") };
    expect(run(own(), env).said).toContain(` ${memory()}`);
    const chosen = { MEMORY_FILE_PATH: path.join(worktree, "other.jsonl") };
    expect(run(own(), chosen).said).toContain("other.jsonl");
  });

  it("does so for an installed kit too", () => {
    buildProgram(SAYS);
    cpSync(path.join(place, "dist"), path.join(place, ".hq-kit", "dist"), { recursive: true });
    const program = path.join(place, ".hq-kit", "dist", "hq.js");
    const { said } = run(path.join(worktree, ".hq-kit", "bin", "hq"));
    expect(said).toBe(`${program} ${memory()}`);
  });

  it("leaves the memory alone where the main checkout is no company, and in the main checkout", () => {
    buildProgram(SAYS);
    expect(run(path.join(place, "bin", "hq")).said).toContain(" none");
    rmSync(path.join(place, ".github"), { recursive: true });
    expect(run(own()).said).toContain(" none");
  });

  it("says where to build when nothing is built in either", () => {
    const { stderr, status } = run(own());
    expect(status).toBe(1);
    expect(stderr).toContain("neither in the main checkout");
    expect(stderr).toContain(`Run "npm ci" in ${place}.`);
  });

  it("says so of itself where git is not there", () => {
    buildProgram(SAYS);
    const { stderr, status } = run(own(), { PATH: path.join(place, "nothing") });
    expect(status).toBe(1);
    expect(stderr).toContain("is not built");
  });
});

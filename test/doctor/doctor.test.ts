import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Io } from "../../cli/context.ts";
import { run } from "../../cli/program.ts";
import type { KitCopy } from "./kit-copy.ts";
import { copyKit } from "./kit-copy.ts";

const BROKEN = ".github/agents/ceo.agent.md";

let kit: KitCopy;

beforeEach(() => {
  kit = copyKit();
});

afterEach(() => {
  kit.discard();
});

async function doctor(...options: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const io: Io = {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    interactive: false,
    live: false,
    columns: 80,
    color: false,
    env: { PATH: "" },
    cwd: kit.root,
    program: "hq",
    now: () => new Date("2026-11-30T09:00:00Z"),
    setExitCode: () => {},
  };
  const code = await run(["doctor", ...options], io);
  return { code, out, err };
}

async function memoryFindings(): Promise<{ severity: string; line: number; what: string }[]> {
  const { findings } = JSON.parse((await doctor("--json")).out) as {
    findings: { file: string; severity: string; line: number; what: string }[];
  };
  return findings.filter(({ file }) => file === "memory.jsonl");
}

/** Every file with the hash of its bytes. */
function fingerprint(): string[] {
  return readdirSync(kit.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`);
}

describe("hq doctor", () => {
  test("ends with 0 when there are only warnings, and says that nothing stops the company", async () => {
    const { code, out } = await doctor();
    expect(out).toContain("Nothing stops the company.");
    expect(code).toBe(0);
  });

  test("ends with 1 when there is an error", async () => {
    kit.swap(BROKEN, /^name: ceo$/m, "name: boss");
    const { code, out } = await doctor();
    expect(code).toBe(1);
    expect(out).toContain(`${BROKEN}\n  error: line 2: the name "boss"\n`);
    expect(out).toMatch(/^1 error and \d+ warnings? in 1 file\.$/m);
  });

  test("prints one JSON object whose findings have exactly the six fields", async () => {
    kit.swap(BROKEN, /^name: ceo$/m, "name: boss");
    const { code, out } = await doctor("--json");
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect(Object.keys(report)).toEqual(["ok", "findings"]);
    expect(report.ok).toBe(false);
    expect(report.findings[0]).toEqual({
      file: BROKEN,
      line: 2,
      severity: "error",
      what: 'the name "boss"',
      expected: '"ceo", as the file is called',
      fix: "Use one spelling: handoffs, prompts and the constitution name it so.",
    });
    for (const finding of report.findings) {
      expect(Object.keys(finding)).toEqual(["file", "line", "severity", "what", "expected", "fix"]);
    }
  });

  test("is ok in JSON when there are only warnings", async () => {
    const { code, out } = await doctor("--json");
    expect([code, JSON.parse(out).ok]).toEqual([0, true]);
  });

  test("changes nothing, and makes no memory where there is none", async () => {
    kit.write("memory.jsonl", '{"type":"entity","name":"A","entityType":"product","obser');
    const before = fingerprint();
    await doctor();
    expect(fingerprint()).toEqual(before);
  });

  test("says that no company is set up yet, and not of one that is", async () => {
    expect((await doctor()).out).toContain("warning: no company is set up here yet");
    kit.swap(".github/copilot-instructions.md", /^\| Name \|.*$/m, "| Name | Acme |");
    expect((await doctor()).out).not.toContain("set up here yet");
  });

  test("does not ask for a merge driver before there is a company to merge", async () => {
    execFileSync("git", ["init"], { cwd: kit.root, stdio: "ignore" });
    execFileSync("git", ["add", "memory.jsonl"], { cwd: kit.root, stdio: "ignore" });
    const drivers = async () => {
      const { out } = await doctor();
      return out.includes("merge driver");
    };
    expect(await drivers()).toBe(false);
    kit.swap(".github/copilot-instructions.md", /^\| Name \|.*$/m, "| Name | Acme |");
    expect(await drivers()).toBe(true);
  });

  test("tells how to get a lost board back", async () => {
    kit.remove("BOARD.md");
    expect((await doctor()).out).toContain("fix: Restore it from git");
    expect((await doctor()).out).not.toContain("hq board add");
  });

  test.each([
    '[\n  {"type":"entity","name":"A","entityType":"b","observations":[]},\n  {"type":"entity","name":"B","entityType":"b","observations":[]}\n]\n',
    '{"entities":[{"name":"A","entityType":"b","observations":[]}],"relations":[{"from":"A","to":"A","relationType":"is"}]}\n',
    '{\n  "type": "entity",\n  "name": "A",\n  "entityType": "b",\n  "observations": []\n}\n{"type":"entity","name":"B","entityType":"b","observations":[]}\n',
  ])(
    "says of a memory in another form that it is read, and not that it would be set aside",
    async (text) => {
      kit.write("memory.jsonl", text);
      const found = await memoryFindings();
      expect(found).toMatchObject([
        { line: 0, severity: "note", what: "2 records in another form than one on each line" },
      ]);
      // What the memory could not take is an error with its line.
      kit.write("memory.jsonl", `${text}{"type":"entity","name":"A","entityType":"b","obser`);
      const broken = await memoryFindings();
      expect(broken.some(({ severity, line }) => severity === "error" && line > 0)).toBe(true);
    },
  );

  test("names a public remote before the first commit of the memory, unless it is ignored", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: kit.root, stdio: "ignore" });
    git("init");
    git("remote", "add", "origin", "https://github.com/owner/name.git");
    kit.write("memory.jsonl", '{"type":"entity","name":"A","entityType":"b","observations":[]}\n');
    expect((await doctor()).out).toContain('the remote "origin" is on github.com');
    kit.write(".gitignore", ".hq/\n.memory/\nmemory.jsonl\n");
    expect((await doctor()).out).not.toContain('the remote "origin"');
  });

  test("names a public remote as soon as git keeps a memory with something in it", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: kit.root, stdio: "ignore" });
    git("init");
    git("remote", "add", "origin", "git@github.com:owner/name.git");
    kit.write("memory.jsonl", "");
    git("add", "memory.jsonl");
    expect((await doctor()).out).not.toContain("github.com");
    kit.write("memory.jsonl", '{"type":"entity","name":"A","entityType":"b","observations":[]}\n');
    const { code, out } = await doctor();
    expect(out).toContain('the remote "origin" is on github.com');
    expect(code).toBe(0);
  });

  test("outside a company says so and ends with 1", async () => {
    kit.remove(".github/copilot-instructions.md");
    const { code, err } = await doctor();
    expect(code).toBe(1);
    expect(err).toContain("Cannot find a company");
  });

  test("does not follow links in circles and names a link that leads nowhere", async () => {
    symlinkSync("..", path.join(kit.root, "Marketing", "circle"));
    symlinkSync("gone.md", path.join(kit.root, "Marketing", "lost.md"));
    const { findings } = JSON.parse((await doctor("--json")).out);
    const files = findings.map(({ file }: { file: string }) => file);
    expect(files.filter((file: string) => file !== ".")).toEqual(["Marketing/lost.md"]);
  });

  test("leaves pictures alone", async () => {
    kit.write("Marketing/logo.png", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff]));
    mkdirSync(path.join(kit.root, "Founder", "empty"));
    expect((await doctor()).code).toBe(0);
  });
});

/** The guard where a repository has several checkouts: what is protected in one is so from the other. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AGENT, decide, edit, KIT } from "../workplace.ts";

let place: string;
let main: string;
let worktree: string;
let inside: string;

beforeAll(() => {
  place = realpathSync(mkdtempSync(path.join(tmpdir(), "árvores ")));
  main = path.join(place, "company");
  worktree = path.join(place, "beside");
  inside = path.join(main, ".worktrees", "inside");
  cpSync(path.join(KIT, ".github", "hooks"), path.join(main, ".github", "hooks"), {
    recursive: true,
  });
  mkdirSync(path.join(main, ".github", "agents"));
  writeFileSync(path.join(main, ".github", "agents", "ceo.agent.md"), AGENT);
  writeFileSync(path.join(main, ".github", "copilot-instructions.md"), "# Constitution\n");
  writeFileSync(path.join(main, "BOARD.md"), "# Board\n");
  const git = (...args: string[]) => {
    const who = ["-c", "user.name=Ana", "-c", "user.email=ana@mare.example"];
    execFileSync("git", [...who, ...args], { cwd: main, stdio: "pipe" });
  };
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "company");
  git("worktree", "add", "-q", "-b", "beside", worktree);
  git("worktree", "add", "-q", "-b", "inside", inside);
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What the guard of one checkout says, judged here; one call of each goes through the hook itself. */
function guard(root: string, payload: object): string | null {
  const read = (file: string) => {
    const whole = path.join(root, file);
    return existsSync(whole) ? readFileSync(whole, "utf8") : null;
  };
  return decide({ cwd: root, ...payload }, { root, read, elsewhere: checkoutsBeside(root) });
}

const { checkoutsBeside } = (await import(
  path.join(KIT, ".github", "hooks", "guard", "checkouts.mjs")
)) as { checkoutsBeside: (root: string) => string[] };

const KEPT = [
  ".github/copilot-instructions.md",
  ".github/hooks/guard.json",
  "BOARD.md",
  "package.json",
  "CLAUDE.md",
  "scripts/build.mjs",
  ".github/agents/ceo.agent.md",
];

describe("from one checkout", () => {
  it("what is protected in another is not changed", () => {
    for (const [from, to] of [
      [worktree, main],
      [worktree, inside],
      [main, worktree],
      [inside, main],
    ] as const) {
      for (const file of KEPT) {
        expect(guard(from, edit(path.join(to, file))), `${from} ${file}`).toContain(
          "other checkout",
        );
        const command = `echo x > "${path.join(to, file)}"`;
        expect(guard(from, { tool_name: "Bash", tool_input: { command } }), command).toMatch(
          /protected|hands out/,
        );
      }
    }
    expect(guard(worktree, edit("../company/BOARD.md"))).toContain("other checkout");
  });

  it("so says the hook itself", () => {
    for (const [from, to] of [
      [worktree, main],
      [main, inside],
    ] as const) {
      const { stdout } = spawnSync(process.execPath, [path.join(from, ".github/hooks/guard.mjs")], {
        input: JSON.stringify({ cwd: from, ...edit(path.join(to, "BOARD.md")) }),
        encoding: "utf8",
        env: {},
      });
      expect(stdout).toContain("other checkout");
    }
  });

  it("other files there, and its own agents, are changed as ever", () => {
    expect(guard(worktree, edit(path.join(main, "src", "app.ts")))).toBeNull();
    expect(guard(worktree, edit("src/app.ts"))).toBeNull();
    for (const root of [main, worktree, inside]) {
      const body = { old_str: "# CEO", new_str: "# Chief" };
      const file = path.join(root, ".github", "agents", "ceo.agent.md");
      expect(guard(root, edit(file, body)), root).toBeNull();
      expect(guard(root, edit(file, { old_str: "'read'", new_str: "'execute'" }))).toContain(
        "more than it has",
      );
      expect(guard(root, edit("BOARD.md"))).toContain("BOARD.md is protected");
    }
  });
});

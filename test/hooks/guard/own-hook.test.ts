/** The hook in a department's own front matter, by which the guard knows in VS Code who calls. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownHookText } from "../../../company/kit/agents/own-hook.ts";
import { createSpeakerTeller } from "../../../office/people/speaker.ts";
import {
  AGENT,
  edit,
  FILES,
  GUARD,
  judge,
  judgeAs,
  KIT,
  openWorkplace,
  write,
} from "../workplace.ts";

const { ownHookOf } = (await import(path.join(path.dirname(GUARD), "guard", "own-hook.mjs"))) as {
  ownHookOf: (id: string) => string;
};

const AGENTS = path.join(KIT, ".github", "agents");
const VERDICT = { reviewId: "R-1", reviewer: "lawyer", verdict: "BLOCKING", reasons: ["no proof"] };
const submit = { tool_name: "mcp_company_submit_verdict", tool_input: VERDICT };

let close: () => void;
beforeEach(() => {
  ({ close } = openWorkplace());
});
afterEach(() => close());

it("stands in every department, as the guard and the doctor know it", () => {
  const files = readdirSync(AGENTS);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const id = file.replace(".agent.md", "");
    expect(readFileSync(path.join(AGENTS, file), "utf8"), id).toContain(
      `\n${ownHookText(id)}\n---\n`,
    );
    expect(`hooks:${ownHookOf(id)}`).toBe(ownHookText(id));
  }
});

describe("a call that a department's own hook asks about", () => {
  it("is refused in another department's name, and passes in its own", () => {
    expect(judgeAs("cfo", submit)).toContain('cfo may not call submit_verdict as "lawyer"');
    expect(judgeAs("lawyer", submit)).toBeNull();
  });

  it("is refused outside of the department's folders, and passes in them", () => {
    const inEditor = (file: string) => ({
      tool_name: "create_file",
      tool_input: { filePath: file, content: "x" },
    });
    expect(judgeAs("marketing", inEditor("Founder/x.md"))).toContain("only Marketing/**");
    expect(judgeAs("marketing", inEditor("Marketing/x.md"))).toBeNull();
    expect(judgeAs("coo", inEditor("Marketing/x.md"))).toContain("no file");
  });

  it("is refused when it runs a command", () => {
    const shell = { tool_name: "run_in_terminal", tool_input: { command: "ls" } };
    expect(judgeAs("marketing", shell)).toContain("has no shell");
  });

  it("belongs to the agent that the client names, when it names one", () => {
    expect(judgeAs("coo", { ...submit, agent_type: "lawyer" })).toBeNull();
    expect(judgeAs("lawyer", { ...submit, agent_type: "cfo" })).toContain("each department speaks");
  });

  it("of a department of the founder's own is refused in another's name, and has no folders", () => {
    expect(judgeAs("designer", submit)).toContain(
      'designer may not call submit_verdict as "lawyer"',
    );
    expect(judgeAs("designer", write("design/logo.md", "x"))).toBeNull();
  });
});

describe("the front matter of a department", () => {
  const file = ".github/agents/ceo.agent.md";
  const withHook = AGENT.replace("\n---\n#", `\n${ownHookText("ceo")}\n---\n#`);

  const becoming = (before: string, after: string, place = file) => {
    const kept = FILES[place];
    FILES[place] = before;
    try {
      return judge(write(place, after));
    } finally {
      if (kept === undefined) delete FILES[place];
      else FILES[place] = kept;
    }
  };

  it("may get its own hook, and no other", () => {
    expect(becoming(AGENT, withHook)).toBeNull();
    for (const other of [
      withHook.replaceAll("guard.mjs ceo", "guard.mjs coo"),
      withHook.replace("guard.mjs ceo ||", "guard.mjs ceo; rm -r x ||"),
      withHook.replace("timeout: 20", "timeout: 20\n    - type: command\n      command: ls"),
      withHook.replace("PreToolUse", "SessionStart"),
      withHook.replace("timeout: 20", "timeout: 20\n      cwd: /tmp"),
    ]) {
      expect(other).not.toBe(withHook);
      expect(becoming(AGENT, other), other).toContain('The change of "hooks"');
      expect(becoming(withHook, other), other).toContain('The change of "hooks"');
    }
  });

  it("keeps its own hook, or the department would be nobody in VS Code", () => {
    expect(becoming(withHook, AGENT)).toContain('The change of "hooks"');
    expect(becoming(withHook, withHook.replace("# CEO", "# Chief"))).toBeNull();
  });

  it("of a page that is no department gets no hook", () => {
    for (const place of [".github/agents/x/ceo.agent.md", ".github/skills/standup/SKILL.md"]) {
      expect(becoming(AGENT, withHook, place), place).toContain('The change of "hooks"');
    }
  });

  it("is not touched by an edit of its text", () => {
    expect(judge(edit(file, { old_str: "# CEO", new_str: "# Chief" }))).toBeNull();
  });
});

describe("the guard as a program of a department's hook", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "own-hook-"));
    cpSync(path.join(KIT, ".github", "hooks"), path.join(root, ".github", "hooks"), {
      recursive: true,
    });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const guard = (args: string[], payload: object) =>
    spawnSync(process.execPath, [".github/hooks/guard.mjs", ...args], {
      cwd: root,
      encoding: "utf8",
      input: JSON.stringify({ cwd: root, ...payload }),
    });

  const tell = () =>
    createSpeakerTeller({ root, runOf: null, now: () => new Date() })({
      tool: "submit_verdict",
      args: VERDICT,
      declared: "lawyer",
    });

  it("leaves the note by which the server knows the department, also beside the repository's hook", async () => {
    expect(guard([], submit).stdout).toBe("");
    expect(await tell()).toEqual({ agent: "lawyer", attestation: null });
    expect(guard([], submit).stdout).toBe("");
    expect(guard(["lawyer"], submit).stdout).toBe("");
    expect(await tell()).toEqual({ agent: "lawyer", attestation: "guard-hook" });
    expect(await tell()).toEqual({ agent: "lawyer", attestation: null });
  });

  it("leaves one note when a client runs both hooks and names the agent", async () => {
    const named = { ...submit, agent_type: "lawyer" };
    guard([], named);
    guard(["lawyer"], named);
    expect(readdirSync(path.join(root, ".hq", "seen"))).toHaveLength(1);
    expect(await tell()).toEqual({ agent: "lawyer", attestation: "guard-hook" });
  });

  it("leaves no note of a call in a false name", () => {
    expect(guard(["cfo"], submit).stdout).toContain('"permissionDecision":"deny"');
    expect(existsSync(path.join(root, ".hq"))).toBe(false);
  });

  it("knows the department of a long call too, which is judged in a thread", () => {
    const long = { ...VERDICT, reasons: ["x".repeat(100_000)] };
    const said = guard(["cfo"], { ...submit, tool_input: long });
    expect(said.stdout).toContain("cfo may not call submit_verdict");
  });

  it.each([[["Lawyer"]], [["../x"]], [["lawyer", "cfo"]], [[""]]])(
    "refuses every call when its command ends with %j",
    (args) => {
      const said = guard(args, submit);
      expect(said.status).toBe(2);
      expect(said.stderr).toContain("expected none or the id of a department");
    },
  );
});

/** What the client does before the first model call: switches, tokens, folders, servers that do not start. */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dataOf, eventsIn, type Lab, openLab, PING, steps } from "./lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const hooked = () => lab.notes().some((note) => note.startsWith("preToolUse"));

it.each(["1", "TRUE", "yes"])(
  "%s switches neither the repository's servers nor its hooks on",
  async (word) => {
    const env = {
      GITHUB_COPILOT_PROMPT_MODE_WORKSPACE_MCP: word,
      GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS: word,
    };
    const { code, asked } = await lab.run(steps([{ name: "view", args: { path: lab.root } }]), {
      env,
    });
    expect({ code, hooked: hooked(), offered: asked[0]?.tools.includes("lab-ping") }).toEqual({
      ...{ code: 0, hooked: false, offered: false },
    });
  },
);

it("the exact word true switches both on", async () => {
  const { code, asked } = await lab.run(steps([PING()]));
  expect({ code, hooked: hooked(), offered: asked[0]?.tools.includes("lab-ping") }).toEqual({
    ...{ code: 0, hooked: true, offered: true },
  });
});

it("a classic token ends a run that needs no GitHub, without a line of JSON", async () => {
  const { code, stdout, stderr } = await lab.run(steps(), {
    env: { GH_TOKEN: `ghp_${"a".repeat(36)}` },
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/classic personal access tokens/i);
});

it("what fails before the session stands as plain text on stderr", async () => {
  const args = ["-p", "Go on.", "--agent", "nobody-there"];
  const { code, stdout, stderr } = await lab.run(steps(), { args });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("nobody-there");
});

it("a folder of its own that it cannot write ends it without a word", async () => {
  const file = path.join(lab.place, "no-folder");
  writeFileSync(file, "");
  const { code, stdout, stderr } = await lab.run(steps(), {
    env: { COPILOT_HOME: path.join(file, "home") },
  });
  rmSync(file);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: "" });
});

it("from the second run on, the tools of a dead server are offered all the same, and its status says failed", async () => {
  await lab.run(steps([PING()]));
  const { code, stdout, asked } = await lab.run(steps([PING()]), { env: { LAB_DIES: "1" } });
  expect(asked[0]?.tools).toContain("lab-ping");
  const changed = dataOf(eventsIn(stdout), "session.mcp_server_status_changed");
  expect(changed.map(({ serverName, status }) => ({ serverName, status }))).toContainEqual({
    ...{ serverName: "lab", status: "failed" },
  });
  expect(code).toBe(0);
});

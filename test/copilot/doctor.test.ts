/** `hq doctor --client` on the real client: what it loads is what the doctor says. */
import { execFile } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../company/finding.ts";
import { pinnedClient, UNPACKED } from "./client.ts";
import { type Office, openOffice } from "./office.ts";

const HQ = path.join(import.meta.dirname, "..", "..", "dist", "hq.js");

let office: Office;
let program: string;

beforeAll(async () => {
  program = await pinnedClient();
  office = await openOffice();
});

afterAll(() => office?.close());

/** The built program, as a founder starts it; exit code 1 is a finding, not a failure. */
async function doctor(): Promise<Finding[]> {
  const home = path.join(office.root, "..", "home");
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    HQ_COPILOT_BIN: program,
    COPILOT_CACHE_HOME: UNPACKED,
  };
  const args = [HQ, "doctor", "--client", "--json", "--root", office.root];
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { env }, (_error, said) => resolve(said));
  });
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  return findings.filter(({ what }) => /Copilot CLI|the server "/.test(what));
}

describe("hq doctor --client", () => {
  it("counts what the client loaded of a sound company, and leaves no session behind", async () => {
    const skills = readdirSync(path.join(office.root, ".github", "skills")).length;
    expect(await doctor()).toEqual([
      expect.objectContaining({
        severity: "note",
        what: expect.stringMatching(
          new RegExp(
            `^Copilot CLI 1\\.0\\.102 loaded 8 departments, (${skills}|\\d+) skills and the servers (memory, company|company, memory)$`,
          ),
        ),
      }),
    ]);
    expect(readdirSync(path.join(office.root, "..", "home"))).not.toContain(".copilot");
  });

  it("names a department that the client leaves out, with the client's own reason", async () => {
    const file = ".github/agents/lawyer.agent.md";
    const text = office.read(file);
    const broken = ".github/agents/broken.agent.md";
    try {
      writeFileSync(path.join(office.root, file), text.replace(/^description:.*\n/m, ""));
      writeFileSync(path.join(office.root, broken), "---\ndescription: [unclosed\n---\nDo it.\n");
      const skill = ".github/skills/voice/SKILL.md";
      writeFileSync(path.join(office.root, skill), `no front matter\n${office.read(skill)}`);
      const findings = await doctor();
      expect(findings).toContainEqual(
        expect.objectContaining({
          file,
          severity: "error",
          what: expect.stringContaining("does not load this department: custom agent markdown"),
        }),
      );
      expect(findings).toContainEqual(
        expect.objectContaining({
          file: broken,
          severity: "warning",
          what: expect.stringContaining("failed to parse YAML frontmatter"),
        }),
      );
      expect(findings).toContainEqual(
        expect.objectContaining({
          file: skill,
          severity: "error",
          what: expect.stringContaining("does not load this skill: missing or malformed YAML"),
        }),
      );
      expect(findings.at(-1)?.what).toContain("loaded 7 departments");
    } finally {
      writeFileSync(path.join(office.root, file), text);
      rmSync(path.join(office.root, broken));
    }
  });

  it("says of a server that does not start what the client says of it", async () => {
    rmSync(path.join(office.root, "dist", "hq-company.js"), { force: true });
    expect(await doctor()).toContainEqual(
      expect.objectContaining({
        file: ".mcp.json",
        severity: "error",
        what: expect.stringContaining('the server "company" is failed: '),
      }),
    );
  });
});

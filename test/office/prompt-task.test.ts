/** The words of a recurring prompt, from the files of a company. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConstitution } from "../../files/company.ts";
import { promptTask } from "../../office/prompt-task.ts";
import { copySample } from "../cli/sample.ts";

const KIT = path.resolve(import.meta.dirname, "../..");

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});
afterEach(() => company.remove());

function write(file: string, text: string): void {
  const whole = path.join(company.root, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
}

const refusal = (prompt: string) =>
  promptTask(company.root, { prompt }).catch((error: unknown) => error);

describe("the task of a prompt", () => {
  it("is the body of its skill, with what was named in its place", async () => {
    write(".github/skills/count/SKILL.md", "---\nname: count\n---\n# Count\n\nWeek: $ARGUMENTS\n");
    expect(await promptTask(company.root, { prompt: "count", input: " 2026-W47 $& " })).toBe(
      "Carry out .github/skills/count/SKILL.md, which reads:\n\n# Count\n\nWeek: 2026-W47 $&",
    );
    expect(await promptTask(company.root, { prompt: "count" })).toContain(
      "Week: (nothing was named)",
    );
  });

  it("is the prompt file's where there is no skill, and says what was named without a place", async () => {
    write(".github/prompts/look.prompt.md", "---\nagent: coo\n---\nLook around.\n");
    const task = await promptTask(company.root, { prompt: "look", input: "at money" });
    expect(task).toContain("Look around.\n\nNamed with it: at money");
  });

  it("is there for each prompt of our own table Cadence", async () => {
    const { constitution } = await readConstitution(KIT);
    for (const { prompt } of constitution.cadence) {
      const task = await promptTask(KIT, { prompt });
      expect(task).not.toContain("$ARGUMENTS");
      expect(task).not.toContain("description:");
    }
  });

  it("is refused where no file has it or the file has no steps", async () => {
    expect(await refusal("weekly-review")).toMatchObject({ code: "not-found" });
    expect(await refusal("../../etc")).toMatchObject({ code: "not-found" });
    write(".github/skills/count/SKILL.md", "---\nname: count\n---\n\n");
    expect(await refusal("count")).toMatchObject({ code: "wrong-state" });
  });
});

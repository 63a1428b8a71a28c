import path from "node:path";
import { describe, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";

const REPOSITORY = path.join(import.meta.dirname, "../../..");
/** Nobody's client is on this PATH. */
const evaluate = (...argv: string[]) =>
  runHq(["eval", "--root", REPOSITORY, ...argv], { env: { PATH: "/nowhere" } });

describe("hq eval without a client", () => {
  it("asks the texts, says that no scenario was played and why, and ends by the texts", async () => {
    const { code, stdout } = await evaluate();
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(code).toBe(0);
    expect(text).toMatch(/(\d+) of \1 checks of the prompts pass\./);
    expect(text).toContain("No scenario was played, only the texts were asked.");
    expect(text).toContain("there is no copilot on the PATH");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("says the same in JSON", async () => {
    const played = JSON.parse((await evaluate("--json")).stdout) as Record<string, unknown>;
    expect(played).toMatchObject({ ok: true, failures: [], scenarios: null });
    expect(played.why).toContain("copilot");
    const asked = JSON.parse((await evaluate("--static", "--json")).stdout) as object;
    expect(asked).toMatchObject({ ok: true, scenarios: null });
    expect(asked).not.toHaveProperty("why");
  });

  it.each([
    [["--scenario", "no-such"], 'Cannot play "no-such"'],
    [["--department", "press"], "expected one of the departments accountant, ceo"],
    [["--jobs", "0"], 'Cannot take --jobs "0"'],
    [["--jobs", "many"], 'Cannot take --jobs "many"'],
    [["--live", "--runs", "1000"], 'Cannot take --runs "1000"'],
    [["--live", "--scenario", "no-such"], 'Cannot play "no-such"'],
  ])("takes no nonsense: %j", async (argv, words) => {
    const { code, stderr } = await evaluate(...argv);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(words);
  });
});

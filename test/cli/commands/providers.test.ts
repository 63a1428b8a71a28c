import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

const ENV = {
  HQ_PROVIDERS: "gpu,copilot",
  HQ_PROVIDER_GPU_BASE_URL: "http://127.0.0.1:11434/v1",
  HQ_PROVIDER_GPU_MODEL: "small",
  HQ_PROVIDER_GPU_SLOTS: "1",
  HQ_PROVIDER_GPU_API_KEY: "a-secret-key",
};
const NOW = new Date("2026-11-20T07:00:00Z");
const BREAKER = {
  ...{ provider: "gpu", faults: 2, openUntil: "2026-11-20T07:10:00.000Z" },
  ...{ why: "The model could not be asked (401).", at: NOW.toISOString() },
};

let company: Awaited<ReturnType<typeof copySample>>;
beforeEach(async () => {
  company = await copySample();
});
afterEach(() => company.remove());

const hq = (args: string[], env: Record<string, string> = ENV) =>
  runHq(["providers", ...args, "--root", company.root], { now: () => NOW, env });

async function shut(): Promise<void> {
  const ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  await ledger.write(({ providers }) => providers.putBreaker(BREAKER));
  await ledger.close();
}

describe("hq providers", () => {
  it("says whom runs ask when none is named", async () => {
    const { code, stdout } = await hq([], {});
    expect(code).toBe(0);
    expect(stdout).toContain("Runs ask whatever your Copilot CLI asks");
  });

  it("lists them in order, and no key", async () => {
    const { stdout } = await hq([]);
    expect(stdout).toBe(
      "1. gpu (small) is asked, 0 of 1 places taken\n2. copilot (the plan's model) is asked\n",
    );
    expect((await hq(["--json"])).stdout).not.toContain("secret");
  });

  it("says who is left alone, until when and why, and asks again when told", async () => {
    await shut();
    const { stdout } = await hq([]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "gpu (small) is left alone, 0 of 1 places taken until 2026-11-20 07:10, 2 times in a row: The model could not be asked (401).",
    );
    expect(JSON.parse((await hq(["--json"])).stdout)).toMatchObject({
      ...{ ok: true, providers: [{ leftAlone: { faults: 2 } }, { leftAlone: null }] },
    });
    expect((await hq(["--retry", "gpu"])).stdout).toContain("asked again from the next run on");
    expect((await hq(["--retry", "gpu"])).stdout).toContain("was not left alone");
    expect((await hq([])).stdout).not.toContain("left alone");
  });

  it("refuses a name that is not there, and a variable that cannot be used", async () => {
    const wrong = await hq(["--retry", "cloud"]);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr.replaceAll(/\s+/g, " ")).toContain("expected one of: gpu, copilot.");
    const broken = await hq([], { HQ_PROVIDERS: "gpu" });
    expect(broken).toMatchObject({ code: 2, stdout: "" });
    expect(broken.stderr).toContain("HQ_PROVIDER_GPU_BASE_URL is missing");
  });
});

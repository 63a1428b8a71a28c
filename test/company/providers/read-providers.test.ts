import { describe, expect, it } from "vitest";
import { readProviders } from "../../../company/providers/read-providers.ts";

const GPU = {
  HQ_PROVIDER_GPU_BASE_URL: "http://127.0.0.1:11434/v1",
  HQ_PROVIDER_GPU_MODEL: "llama",
  HQ_PROVIDER_GPU_SLOTS: "1",
};

describe("providers", () => {
  it("are none when none is named, and the client's own variables stand", () => {
    expect(readProviders({ COPILOT_PROVIDER_BASE_URL: "http://127.0.0.1:1/v1" })).toEqual([]);
  });

  it("are tried in the order of the list, each with its own variables and no other's", () => {
    const [gpu, cloud] = readProviders({
      ...{ PATH: "/bin", COPILOT_PROVIDER_API_KEY: "theirs", COPILOT_MODEL: "other" },
      HQ_PROVIDERS: "gpu, cloud",
      ...GPU,
      HQ_PROVIDER_CLOUD_BASE_URL: "https://models.example/v1",
      HQ_PROVIDER_CLOUD_MODEL: "big",
      HQ_PROVIDER_CLOUD_API_KEY: "k",
      HQ_PROVIDER_CLOUD_WIRE_API: "responses",
    });
    expect(gpu).toMatchObject({ name: "gpu", model: "llama", slots: 1 });
    expect(gpu?.env).toMatchObject({
      ...{ PATH: "/bin", COPILOT_MODEL: "llama" },
      COPILOT_PROVIDER_BASE_URL: GPU.HQ_PROVIDER_GPU_BASE_URL,
    });
    expect(gpu?.env).not.toHaveProperty("COPILOT_PROVIDER_API_KEY");
    expect(gpu?.env).not.toHaveProperty("COPILOT_PROVIDER_SLOTS");
    expect(cloud).toMatchObject({ name: "cloud", model: "big", slots: null });
    expect(cloud?.env).toMatchObject({
      ...{ COPILOT_PROVIDER_API_KEY: "k", COPILOT_PROVIDER_WIRE_API: "responses" },
    });
  });

  it("may be the plan of the founder's own login, which needs no address and is not asked offline", () => {
    const [, plan] = readProviders({
      HQ_PROVIDERS: "gpu,copilot",
      COPILOT_OFFLINE: "true",
      ...GPU,
    });
    expect(plan).toMatchObject({ name: "copilot", model: undefined, slots: null });
    expect(plan?.env).not.toHaveProperty("COPILOT_OFFLINE");
    expect(plan?.env).not.toHaveProperty("COPILOT_PROVIDER_BASE_URL");
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["a name with a sign", { HQ_PROVIDERS: "my-gpu" }, /names "my-gpu", expected names of small/],
    ["a name twice", { HQ_PROVIDERS: "gpu,gpu", ...GPU }, /names gpu twice/],
    ["no address", { HQ_PROVIDERS: "a" }, /HQ_PROVIDER_A_BASE_URL is missing/],
    [
      "an address that is none",
      { HQ_PROVIDERS: "a", HQ_PROVIDER_A_BASE_URL: "localhost" },
      /HQ_PROVIDER_A_BASE_URL is no address/,
    ],
    [
      "no model",
      { HQ_PROVIDERS: "a", HQ_PROVIDER_A_BASE_URL: "http://127.0.0.1/v1" },
      /HQ_PROVIDER_A_MODEL is missing/,
    ],
    ["no slots", { HQ_PROVIDERS: "gpu", ...GPU, HQ_PROVIDER_GPU_SLOTS: "0" }, /from 1 to 100/],
    ["settings of nobody", { ...GPU }, /HQ_PROVIDER_GPU_BASE_URL is set and HQ_PROVIDERS is not/],
    ["too many", { HQ_PROVIDERS: "a,b,c,d,e,f,g,h,i" }, /names 9 providers, expected at most 8/],
  ])("are refused with what to write: %s", (_, env, words) => {
    expect(() => readProviders(env)).toThrow(words);
  });

  it("never tell a key", () => {
    const env = { HQ_PROVIDERS: "a", HQ_PROVIDER_A_API_KEY: "sk-very-secret" };
    expect(() => readProviders(env)).not.toThrow(/very-secret/);
    expect(() => readProviders(env)).toThrow();
  });
});

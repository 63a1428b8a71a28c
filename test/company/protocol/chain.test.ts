import { describe, expect, it } from "vitest";
import { chainRefusal, readChain } from "../../../company/protocol/chain.ts";

describe("who may be asked", () => {
  it.each([
    [["coo"], "lawyer", null],
    [["coo", "marketing"], "lawyer", null],
    [["marketing"], "marketing", "self-review"],
    [["coo", "marketing"], "coo", "callback"],
    [["coo", "marketing", "lawyer"], "cfo", "depth"],
    [["coo", "marketing", "lawyer"], "marketing", "callback"],
  ])("%j asks %s: %s", (chain, reviewer, code) => {
    expect(chainRefusal(chain, reviewer)?.code ?? null).toBe(code);
  });
});

describe("a declared chain", () => {
  it.each([
    [["marketing"], undefined, ["marketing"]],
    [["marketing"], [], ["marketing"]],
    [["marketing"], ["coo"], ["coo", "marketing"]],
    [["marketing"], ["founder", "coo", "marketing"], ["coo", "marketing"]],
    [["marketing", "lawyer"], ["lawyer"], ["marketing", "lawyer"]],
    [
      ["marketing", "lawyer"],
      ["coo", "marketing"],
      ["coo", "marketing", "lawyer"],
    ],
    [["coo", "marketing", "lawyer"], ["coo", "lawyer"], null],
    [
      ["marketing", "lawyer"],
      ["coo", "marketing", "lawyer"],
      ["coo", "marketing", "lawyer"],
    ],
    [["marketing", "lawyer"], ["ceo", "lawyer"], null],
  ])("recorded %j, declared %j: %j", (recorded, declared, chain) => {
    const reading = readChain(recorded, declared);
    expect(reading.kind === "chain" ? reading.chain : null).toEqual(chain);
  });
});

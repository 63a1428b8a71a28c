import { once } from "node:events";
import { beforeEach, describe, expect, it } from "vitest";
import type { RestartRule } from "../../../engine/supervisor/restart-rule.ts";
import { type Service, type ServiceEnd, supervise } from "../../../engine/supervisor/supervise.ts";

let happened: string[];
let ends: ServiceEnd[];
let ending: AbortController;
const failing = new Map<string, (error: unknown) => void>();

beforeEach(() => {
  happened = [];
  ends = [];
  ending = new AbortController();
  failing.clear();
});

/** Goes on until it is told to end, or made to fail. */
function service(name: string): Service {
  return {
    name,
    run: async (signal) => {
      happened.push(`${name} begins`);
      const failed = new Promise<never>((_, reject) => failing.set(name, reject));
      await Promise.race([failed, signal.aborted ? null : once(signal, "abort")]);
      happened.push(`${name} ends`);
    },
  };
}

const start = (rule: Partial<RestartRule>, services = ["a", "b", "c"].map(service)) =>
  supervise({
    services,
    signal: ending.signal,
    rule: {
      ...{ strategy: "one_for_one", backoff: { firstMs: 0, longestMs: 0 } },
      ...{ limit: { restarts: 3, withinMs: 60_000 }, ...rule },
    },
    onEnd: async (end) => {
      ends.push(end);
    },
  });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
const begins = (name: string, times = 1) =>
  until(() => happened.filter((what) => what === `${name} begins`).length === times);
const fail = (name: string, error: unknown = new TypeError("x is not a function")) =>
  failing.get(name)?.(error);

describe("a supervisor", () => {
  it("starts its services in order and ends them in the other when it is told to", async () => {
    const running = start({});
    await begins("c");
    ending.abort();
    await running;
    expect(happened).toEqual(["a begins", "b begins", "c begins", "c ends", "b ends", "a ends"]);
    expect(ends).toEqual([]);
  });

  it.each([
    ["one_for_one", ["b begins"]],
    ["rest_for_one", ["c ends", "b begins", "c begins"]],
    ["one_for_all", ["c ends", "a ends", "a begins", "b begins", "c begins"]],
  ] as const)("restarts %s when the second of three fails", async (strategy, expected) => {
    const running = start({ strategy });
    await begins("c");
    happened = [];
    fail("b");
    await until(() => happened.length === expected.length);
    expect(happened).toEqual(expected);
    expect(ends).toMatchObject([{ service: "b", isRestarted: true }]);
    ending.abort();
    await running;
  });

  it("takes a service that ends without being told to for one that failed", async () => {
    let times = 0;
    const brief: Service = {
      name: "brief",
      run: async () => {
        times += 1;
      },
    };
    await expect(start({}, [brief])).rejects.toThrow(/"brief" ended 4 times.*without being told/);
    expect(times).toBe(4);
  });

  it("gives up on one that fails too often, after it has ended the others", async () => {
    const running = start({ limit: { restarts: 1, withinMs: 60_000 } });
    const given = expect(running).rejects.toMatchObject({
      code: "wrong-state",
      message: expect.stringMatching(
        /its part "a" ended 2 times within 1 minutes.*x is not a function/,
      ),
    });
    await begins("c");
    fail("a");
    await begins("a", 2);
    fail("a");
    await given;
    expect(happened.slice(-2)).toEqual(["c ends", "b ends"]);
    expect(ends.map(({ isRestarted }) => isRestarted)).toEqual([true, false]);
  });

  it("waits before it starts again, and nobody else waits for that", async () => {
    const running = start({ backoff: { firstMs: 3_600_000, longestMs: 3_600_000 } });
    await begins("c");
    fail("a");
    await until(() => ends.length === 1);
    fail("b");
    await until(() => ends.length === 2);
    expect(happened.filter((what) => what.endsWith("begins"))).toHaveLength(3);
    ending.abort();
    await running;
    expect(happened.at(-1)).toBe("c ends");
  });
});

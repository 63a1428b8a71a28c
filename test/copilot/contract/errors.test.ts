/** What the client makes of a provider that refuses, cuts or blocks. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataOf, eventsIn, type Lab, openLab, steps } from "./lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

describe("a refusal", () => {
  it.each([
    [400, 1],
    [401, 3],
    [402, 1],
    [403, 1],
    [404, 1],
    [500, 6],
  ])("%i ends the run after %i calls, as an event and not on stderr", async (status, calls) => {
    const { code, stdout, stderr, asked } = await lab.run(() => ({ status }));
    expect({ code, stderr, calls: asked.length }).toEqual({ code: 1, stderr: "", calls });
    const events = eventsIn(stdout);
    expect(dataOf(events, "session.error").map(({ statusCode }) => statusCode)).toEqual([status]);
    expect(dataOf(events, "model.call_failure")).toHaveLength(calls);
  });

  it("429 with a wait of 181 seconds ends it at once", async () => {
    const { code, asked } = await lab.run(() => ({
      status: 429,
      headers: { "retry-after": "181" },
    }));
    expect({ code, calls: asked.length }).toEqual({ code: 1, calls: 1 });
  });

  it("429 with a wait of a second is tried five times more, and the wait is silent until it is over", async () => {
    const { code, stdout, asked } = await lab.run(() => ({
      status: 429,
      headers: { "retry-after": "1" },
    }));
    expect({ code, calls: asked.length }).toEqual({ code: 1, calls: 6 });
    const types = eventsIn(stdout).map(({ type }) => type);
    const failed = types.indexOf("model.call_failure");
    expect(types.indexOf("assistant.turn_retry")).toBeGreaterThan(failed);
    const [failure] = dataOf(eventsIn(stdout), "model.call_failure");
    expect(failure?.statusCode).toBe(429);
  });
});

describe("an answer that is none", () => {
  it("blocked by the provider ends as a success, in the client's own words", async () => {
    const { code, stdout } = await lab.run(() => ({ text: "", finish: "content_filter" }));
    expect(code).toBe(0);
    const said = dataOf(eventsIn(stdout), "assistant.message").map(({ content }) =>
      String(content),
    );
    expect(said.join(" ")).toMatch(/content filter/i);
    expect(dataOf(eventsIn(stdout), "session.error")).toEqual([]);
  });

  it("cut at its length is asked for twice more, and the last piece is a success", async () => {
    const { code, asked } = await lab.run(() => ({ text: "half of it", finish: "length" }));
    expect({ code, calls: asked.length }).toEqual({ code: 0, calls: 3 });
  });

  it("without a word is a failure", async () => {
    const { code } = await lab.run(() => ({ text: "", finish: "stop" }));
    expect(code).toBe(1);
  });

  it("with a tool that there is not goes on", async () => {
    const { code, asked } = await lab.run(steps([{ name: "no-such-tool", args: {} }]));
    expect({ code, calls: asked.length }).toEqual({ code: 0, calls: 2 });
  });
});

/** In a company of years every tool's answer reaches the model in its words, not as the path of a file. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { EVERY_TOOL } from "../mcp-company/every-tool.ts";
import { growLarge } from "../mcp-company/large-company.ts";
import { failedCalls, type Office, openOffice } from "./office.ts";
import { inOrder, results } from "./script.ts";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
  growLarge(office.root);
});

afterAll(() => office?.close());

it("arrives whole, once, and as what the server sent", async () => {
  const calls = EVERY_TOOL.map(({ tool, args }) => ({ name: tool.replace("/", "-"), args }));
  const run = await office.run(
    ["-p", "Go on.", "--allow-all-tools"],
    inOrder(...calls.map((call) => () => call)),
  );
  expect(run.code, run.stderr).toBe(0);
  expect(failedCalls(run)).toEqual([]);
  const told = results(run);
  expect(told).toHaveLength(calls.length);
  for (const [at, text] of told.entries()) {
    // With a text that is not its JSON the client gives both, which is no JSON any more.
    expect(() => JSON.parse(text) as unknown, `${calls[at]?.name}: ${text}`).not.toThrow();
  }
  expect(told.join("\n")).toContain('"more":"Page 1 of ');
  expect(told.filter((text) => text.length > 5_000).length).toBeGreaterThan(8);
});

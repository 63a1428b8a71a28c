/** Which failures of tools are the same one. */
import { expect, it } from "vitest";
import { watchFailures } from "../../../office/runs/failures.ts";

async function kinds(...texts: string[]): Promise<number> {
  const watch = watchFailures();
  for (const text of texts) watch.failed("fetch", text, false);
  return (await watch.failures()).length;
}

it.each([
  ["a full stop", "The site did not answer", "The site did not answer."],
  [
    "who passed it on",
    "bad request",
    "Error: bad request",
    "Unhandled error: TypeError: Bad request",
  ],
  ["a path, quoted or not", "Cannot read /a/b.md", "Cannot read c/d.md", "Cannot read C:\\e"],
  ["a file name", "No such file: notes.md", "No such file: plan-2.json"],
  ["an entity", "client:north is not yours", "product:kite is not yours"],
  ["a name", "Item with name Big Boat does not exist", "Item with name Kite does not exist"],
  ["a duration", "Gave up", "Gave up after 30s", "Gave up after 1500 ms", "Gave up after 2m10s"],
  ["a size", "Too large: 3 MB", "Too large: 12.5 KiB", "Too large: 900 bytes"],
  ["a session", "No session, id: main", "No session, id: 1e9c0d4f-5a77-4b1d-8d55-0c6f1a2b3c4d"],
  ["a key of a request", "Busy (req_9fK2mZ81aaQ0)", "Busy (req_77aaTTpq01Lm)"],
  ["a commit", "Unknown revision 4be91c0", "Unknown revision a8672bc91f"],
  ["the case of letters and blanks", "Not  found", "not\nfound"],
])("differ by %s and are one", async (_what, ...texts) => {
  expect(await kinds(...texts)).toBe(1);
});

it.each([
  ["the status", "Request failed with status code 404", "Request failed with status code 503"],
  ["the code of the protocol", "MCP error -32601: x", "MCP error -32602: x"],
  ["the field", "Missing parameter: owner", "Missing parameter: title"],
  ["the reason", "Cannot read a/b.md: no such file", "Cannot read a/b.md: permission denied"],
])("differ by %s and are two", async (_what, ...texts) => {
  expect(await kinds(...texts)).toBe(2);
});

/** This client's editor makes no folders: departments make theirs by a tool, and then the file in it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ToolCall } from "../../office/evals/conversation.ts";
import { failedCalls, type Office, openOffice } from "./office.ts";
import { asAgent, company, inOrder, results } from "./script.ts";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

const create = (file: string, text: string): ToolCall => ({
  name: "create",
  args: { path: path.join(office.root, file), file_text: text },
});

const SKILL = "---\nname: invoice-chasing\ndescription: Chases invoices.\n---\n\n# Chasing\n";

it.each([
  { by: "improver", file: ".github/skills/invoice-chasing/SKILL.md", text: SKILL },
  { by: "marketing", file: "Marketing/launch/farol/press-kit.md", text: "# Press kit\n" },
  { by: "accountant", file: "Founder/2026/ledger.md", text: "# Ledger\n" },
])("the $by makes a folder, and then $file in it", async ({ by, file, text }) => {
  const folder = path.dirname(file);
  const run = await office.run(
    asAgent(by),
    inOrder(
      () => create(file, text),
      () => company("make_folder", { by, path: folder }),
      () => create(file, text),
    ),
    by,
  );
  expect(run.code, run.stderr).toBe(0);
  // When the client makes folders itself this tool is no longer needed.
  expect(failedCalls(run)).toHaveLength(1);
  expect(results(run)[0]).toMatch(/Parent directory .* does not exist/);
  expect(JSON.parse(results(run)[1] ?? "")).toEqual({ folder, made: true });
  expect(office.read(file)).toBe(text);
});

it("is refused outside a department's own folders by the guard, before the server is asked", async () => {
  const run = await office.run(
    asAgent("marketing"),
    inOrder(
      () => company("make_folder", { by: "marketing", path: "Founder/2027" }),
      () => company("make_folder", { by: "marketing", path: ".github/hooks/x" }),
      () => company("make_folder", { by: "accountant", path: "Founder/2027" }),
    ),
    "marketing",
  );
  const [other, hidden, name] = results(run);
  expect(other).toContain("marketing may not write Founder/2027");
  expect(hidden).toContain(".github/hooks/x is protected");
  expect(name).toContain('may not call make_folder as "accountant"');
  expect(existsSync(path.join(office.root, "Founder/2027"))).toBe(false);
});

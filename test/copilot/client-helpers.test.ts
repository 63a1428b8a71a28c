/** The client's own helpers, which a department's tool `agent` reaches whatever it lists itself. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WRITING_HELPERS } from "../../company/kit/settings/client-helpers.ts";
import { offerHelpersOff, switchHelpersOff } from "../../setup/switch-off-helpers.ts";
import { type Office, openOffice } from "./office.ts";
import { asAgent, handTo } from "./script.ts";

const TASK = "Look around for me.";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

/** The tools of the helper that the lawyer called; null when the client started none. */
async function toolsOfHelper(helper: string): Promise<string[] | null> {
  const { asked } = await office.run(asAgent("lawyer"), ({ messages, results }) => {
    const isHelper = messages.some(
      ({ role, content }) => role === "user" && content.includes(TASK),
    );
    return isHelper || results.length > 0 ? "done" : [handTo(helper, TASK)];
  });
  const own = asked.find(({ messages }) =>
    messages.some(({ role, content }) => role === "user" && content.includes(TASK)),
  );
  return own?.tools ?? null;
}

describe("Copilot CLI's own helpers", () => {
  it("have a shell as they come, and the repository's settings change nothing", async () => {
    const folder = path.join(office.root, ".github", "copilot");
    mkdirSync(folder, { recursive: true });
    const settings = { subagents: { disabledSubagents: WRITING_HELPERS } };
    writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
    expect(await toolsOfHelper("general-purpose")).toContain("bash");
  });

  it("are offered to nobody once hq switched them off in the user's settings; explore stays", async () => {
    const offer = await offerHelpersOff({ COPILOT_HOME: office.clientHome });
    if (offer.kind !== "offer") throw new Error(`nothing to offer: ${offer.kind}`);
    await switchHelpersOff(offer);
    for (const helper of WRITING_HELPERS) expect(await toolsOfHelper(helper), helper).toBeNull();
    expect(await toolsOfHelper("explore")).toContain("view");
  });
});

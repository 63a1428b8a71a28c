// Another server sets a piece aside while a repair or a redaction is on its way.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { openMemoryStore } from "../../../../mcp-memory/open.ts";
import { placeOf } from "../../../../mcp-memory/store/database/place.ts";
import { quarantine } from "../../../../mcp-memory/store/repair/quarantine.ts";
import { CLOCK, workbench } from "../../workbench.ts";

const bench = workbench();
const line = '{"type":"entity","name":"a","entityType":"n","observations":["the secret word"]}';

it.each(["repair", "redact"] as const)(
  "a piece that comes in the middle of a %s is kept, as that would have it",
  async (work) => {
    writeFileSync(bench.at(), `first secret word\n${line}\n`);
    let meanwhile = () => {};
    const store = await openMemoryStore({
      filePath: bench.at(),
      now: () => {
        meanwhile();
        return CLOCK;
      },
    });
    const place = placeOf(bench.at());
    meanwhile = () => {
      // The files are ready, and the change begins.
      if (!readdirSync(place.folder).some((name) => name.endsWith(".next"))) return;
      meanwhile = () => {};
      const bytes = Buffer.from("second secret word");
      quarantine(place, [{ bytes, line: 1, reason: "bad" }], { file: place.file, at: "now" });
    };
    if (work === "repair") await store.upkeep.repair();
    else await store.history.redact("secret word");
    await store.close();
    const text = readFileSync(place.quarantine, "utf8");
    const kept =
      work === "repair" ? ["second secret word"] : ["first [redacted]", "second [redacted]"];
    expect(
      text
        .split("\n")
        .filter(Boolean)
        .map((one) => JSON.parse(one).text),
    ).toEqual(kept);
  },
);

// A process of its own for the tests: repairs or redacts, and says how that ended.
import { openMemoryStore } from "../../../mcp-memory/open.ts";

const [filePath = "", work = ""] = process.argv.slice(2);
try {
  const store = await openMemoryStore({ filePath });
  try {
    if (work === "redact") await store.history.redact("secret word");
    else await store.upkeep.repair();
    process.stdout.write("done");
  } finally {
    await store.close();
  }
} catch (error) {
  process.stdout.write((error as Error).message);
}

// A process of its own for the tests: writes groups of three entities and says on stdout which
// group was acknowledged, until it is killed or has written enough.
import { openMemoryStore } from "../../../mcp-memory/open.ts";

const [filePath = "", label = "", count = "0"] = process.argv.slice(2);
const store = await openMemoryStore({ filePath, agent: label });
process.stdout.write("open\n");
for (let index = 0; index < Number(count); index++) {
  const group = `${label}.${index}`;
  await store.createEntities(
    ["a", "b", "c"].map((part) => ({
      name: `${group}.${part}`,
      entityType: "note",
      observations: ["v".repeat(200)],
    })),
  );
  process.stdout.write(`${group}\n`);
  if (index % 5 === 4) await store.checkpoint();
}
await store.close();

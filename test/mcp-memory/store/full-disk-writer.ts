// A process of its own for the tests: opens a memory, writes pairs of entities and the files, and
// says on stdout what was acknowledged and what was refused.
import { openMemoryStore } from "../../../mcp-memory/open.ts";

const [filePath = ""] = process.argv.slice(2);
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
const refused = (error: unknown) => {
  const { code, message } = error as { code?: string; message: string };
  say({ code: code ?? "none", message });
};
const store = await openMemoryStore({ filePath }).catch(refused);
for (let i = 0; store && i < 30; i++) {
  const names = [`call${i}.a`, `call${i}.b`];
  const entities = names.map((name) => ({
    name,
    entityType: "note",
    observations: ["v".repeat(1_500)],
  }));
  try {
    await store.createEntities(entities);
    for (const name of names) say({ name });
  } catch (error) {
    refused(error);
  }
  if (i % 4 === 3) await store.checkpoint().catch(refused);
}
await store?.close();

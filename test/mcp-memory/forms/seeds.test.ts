// The shapes of real public files: what an import finds in them, what it leaves out, and what
// becomes of them when they lie at the memory's path.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readNotes } from "../../../mcp-memory/forms/notes.ts";
import { readImportFile } from "../../../mcp-memory/import-file.ts";
import { parseSnapshot } from "../../../mcp-memory/parse-snapshot.ts";
import { workbench } from "../workbench.ts";
import { SEEDS, type Seed } from "./seeds.ts";

const bench = workbench();

const read = ({ file, content }: Seed) =>
  file === undefined
    ? readImportFile(Buffer.from(content))
    : readNotes([{ path: file, text: content }]);

it.each(SEEDS.map((seed): [string, Seed] => [seed.form, seed]))("imports %s", (_form, seed) => {
  const { entities, relations, origins, leftOut } = read(seed);
  const found = Object.fromEntries(
    entities.map(({ name, entityType, observations }) => {
      const at = origins.get(name)?.at ?? null;
      const counted = { type: entityType, observations: observations.length };
      return [name, at === null ? counted : { ...counted, at }];
    }),
  );
  const said = relations.map(({ from, relationType, to }) => `${from} ${relationType} ${to}`);
  const places = [...new Set(leftOut.map(({ place }) => place))].sort();
  expect({ entities: found, relations: said, leftOut: places }).toEqual({
    ...seed.found,
    leftOut: [...seed.leftOut].sort(),
  });
});

it.each(SEEDS.map((seed): [string, Seed] => [seed.form, seed]))(
  "opened at the memory's path: %s",
  async (_form, { content, opened }) => {
    writeFileSync(bench.at(), content);
    const store = await bench.open();
    const graph = await store.readGraph();
    expect([graph.entities.length, graph.relations.length]).toEqual(opened ?? [0, 0]);
    const added = { name: "new", entityType: "note", observations: ["x"] };
    if (opened === null) {
      await expect(store.createEntities([added])).rejects.toMatchObject({ code: "read-only" });
      await store.close();
      expect(readFileSync(bench.at(), "utf8")).toBe(content);
      return;
    }
    await store.createEntities([added]);
    await store.close();
    const lines = readFileSync(bench.at(), "utf8").trimEnd().split("\n");
    expect(lines.every((line) => typeof JSON.parse(line).type === "string")).toBe(true);
    const after = parseSnapshot(readFileSync(bench.at()));
    expect([after.entities.size, after.relations.size]).toEqual([opened[0] + 1, opened[1]]);
    for (const { name, observations } of graph.entities) {
      expect(after.entities.get(name)?.observations).toEqual(observations);
    }
  },
);

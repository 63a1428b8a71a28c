import type { Fault } from "./fault.ts";
import { entity, write } from "./fault.ts";

export const MEMORY_FAULTS: readonly Fault[] = [
  {
    name: "no memory",
    plant: (kit) => kit.remove("memory.jsonl"),
    file: "memory.jsonl",
    at: 0,
    severity: "warning",
    words: "no such file",
  },
  {
    name: "a line of memory that is not JSON",
    plant: write("memory.jsonl", `${entity("A", "product", [])}{"type":"entity","na\n`),
    file: "memory.jsonl",
    at: 2,
    severity: "error",
    words: "a line that is not JSON",
  },
  {
    name: "an entity of a wrong shape",
    plant: write("memory.jsonl", entity("A", "product", "one text")),
    file: "memory.jsonl",
    at: 1,
    severity: "error",
    words: "an unusable observations",
  },
  {
    name: "two entities of one name",
    plant: write("memory.jsonl", entity("A", "product", []) + entity("A", "product", ["x"])),
    file: "memory.jsonl",
    at: 2,
    severity: "warning",
    words: 'a second entity "A"',
  },
  {
    name: "a relation with nothing at its end",
    plant: write(
      "memory.jsonl",
      `${entity("A", "product", [])}{"type":"relation","from":"A","to":"B","relationType":"uses"}\n`,
    ),
    file: "memory.jsonl",
    at: 2,
    severity: "warning",
    words: 'a relation with "B", which is no entity',
  },
  {
    name: "a record of an unknown type",
    plant: write("memory.jsonl", '{"type":"note","text":"x"}\n'),
    file: "memory.jsonl",
    at: 1,
    severity: "warning",
    words: 'a record of the type "note"',
  },
  {
    name: "a lesson without an action",
    plant: write(
      "memory.jsonl",
      entity("lesson:2026-11-02:dates", "lesson", [
        "Agent: coo",
        "Category: process",
        "Summary: A date slipped.",
        "Detail: Nobody looked.",
      ]),
    ),
    file: "memory.jsonl",
    at: 1,
    severity: "warning",
    words: "Action is empty",
  },
  {
    name: "a deadline without a date",
    plant: write("memory.jsonl", entity("deadline:vat", "deadline", ["Owner: accountant"])),
    file: "memory.jsonl",
    at: 1,
    severity: "error",
    words: "without a Due date",
  },
  {
    name: "damaged memory that was set aside",
    plant: write(".memory/memory.jsonl/quarantine.jsonl", '{"text":"x"}\n{"text":"y"}\n'),
    file: ".memory/memory.jsonl/quarantine.jsonl",
    at: 0,
    severity: "warning",
    words: "2 pieces of damaged memory set aside",
  },
];

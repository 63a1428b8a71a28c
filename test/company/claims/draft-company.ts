/** The sample company with one product more, as the context of a check. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { DraftContext } from "../../../company/claims/types.ts";
import { readVoiceGuide } from "../../../company/claims/voice-guide.ts";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import type { MemoryView } from "../../../company/memory-view.ts";

const KIT = path.join(import.meta.dirname, "../../..");
const MARE = path.join(KIT, "examples/mare");
const CONSTITUTION = ".github/copilot-instructions.md";

const text = readFileSync(path.join(MARE, CONSTITUTION), "utf8");
const { constitution } = parseConstitution(text, CONSTITUTION);
const guide = readVoiceGuide({
  skill: page(path.join(KIT, ".github/skills/voice/SKILL.md")),
  founder: page(path.join(MARE, "Marketing/voice.md")),
});

function page(file: string) {
  return { path: file, text: readFileSync(file, "utf8") };
}

interface Line {
  type: string;
  name: string;
  entityType: string;
  observations: string[];
}

function memoryView(): MemoryView {
  const lines = readFileSync(path.join(MARE, "memory.jsonl"), "utf8").trim().split("\n");
  const entities = lines
    .map((line) => JSON.parse(line) as Line)
    .filter(({ type }) => type === "entity");
  return {
    entities: entities.map(({ name, entityType, observations }) => ({
      name,
      entityType,
      at: null,
      observations: observations.map((observation) => ({ text: observation, at: null })),
    })),
  };
}

export const DRAFT_CONTEXT: DraftContext = {
  constitution: {
    ...constitution,
    products: [
      ...constitution.products,
      {
        line: 0,
        name: "Marisma Cloud",
        status: "building",
        stack: "Elixir",
        url: "https://marisma.example",
        socialUrl: "https://marismacloud.example",
        note: "",
      },
    ],
  },
  memory: memoryView(),
  now: new Date("2026-11-20T08:30:00Z"),
  bannedWords: guide.banned,
  existingPaths: new Set(),
};

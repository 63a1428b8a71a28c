/** The sample company with one product more, as the context of a check. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { readVoiceGuide } from "../../../company/claims/sources/voice-guide.ts";
import type { DraftContext } from "../../../company/claims/types.ts";
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

function memoryView(file: string): MemoryView {
  const lines = readFileSync(file, "utf8").trim().split("\n");
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
  memory: memoryView(path.join(MARE, "memory.jsonl")),
  now: new Date("2026-11-20T08:30:00Z"),
  bannedWords: guide.banned,
  existingPaths: new Set(),
};

const metric = (name: string, value: string) => ({
  ...{ name: `metric:${name}`, entityType: "metric", at: null },
  observations: [`Value: ${value} (2026-11-16)`, "As of: 2026-11-16"].map((line) => ({
    text: line,
    at: null,
  })),
});
const product = (name: string, status: "live" | "beta" | "building", note: string) => ({
  ...{ line: 0, name, status, stack: "", socialUrl: "", note },
  url: `https://${name.toLowerCase()}.example`,
});

/** A company of another trade: no word of boats and shops is in its tables. */
export const CLINIC_CONTEXT: DraftContext = {
  ...DRAFT_CONTEXT,
  constitution: {
    ...constitution,
    products: [
      product("Agendora", "live", "Diaries for physiotherapy practices"),
      product("Ficheira", "beta", "Notes of a treatment"),
      product("Lembra", "building", "Reminders"),
    ],
    statementLevels: [
      { line: 1, topic: "end-to-end encryption", level: "ROADMAP", evidence: "" },
      {
        ...{ line: 2, topic: "online booking", level: "LIVE" },
        evidence: "https://agendora.example/changelog",
      },
      { line: 3, topic: "text message reminders", level: "ROADMAP", evidence: "" },
    ],
  },
  memory: {
    entities: [
      metric("agendora-practices", "58 practices"),
      metric("ficheira-practices", "9 practices"),
      metric("agendora-uptime", "99.8%"),
    ],
  },
};

const CHOIR = path.join(import.meta.dirname, "choir");

/** Tools for choirs, tables and memory by the author of its posts. */
export const CHOIR_CONTEXT: DraftContext = {
  ...DRAFT_CONTEXT,
  constitution: parseConstitution(page(path.join(CHOIR, "constitution.md")).text, CONSTITUTION)
    .constitution,
  memory: memoryView(path.join(CHOIR, "memory.jsonl")),
  now: new Date("2026-11-25T12:00:00Z"),
};

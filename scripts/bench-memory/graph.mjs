// The graph that is measured on, and small pieces of it.
import { writeFileSync } from "node:fs";

const TYPES = ["product", "lesson", "decision", "metric"];
/** As many entities share one rare word. */
const RARE_MATCHES = 50;

/** Writes a memory.jsonl with `count` entities of two observations and as many relations. */
export function seed(file, count) {
  const lines = [];
  for (let i = 0; i < count; i++) {
    const observations = [
      `Summary: observation number ${i} about topic ${i % 97}`,
      `Detail: status active since 2026-0${1 + (i % 9)}-11, case ${rareWord(i, count)}`,
    ];
    lines.push({ type: "entity", name: `seed:${i}`, entityType: TYPES[i % 4], observations });
  }
  for (let i = 0; i < count; i++) {
    const to = `seed:${(i * 7 + 1) % count}`;
    lines.push({ type: "relation", from: `seed:${i}`, to, relationType: "depends-on" });
  }
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** A word that about 50 of the entities have. */
export function rareWord(i, count) {
  return `k${i % Math.max(1, Math.ceil(count / RARE_MATCHES))}z`;
}

export const note = (name, text = "a") => ({
  entities: [{ name, entityType: "note", observations: [text] }],
});

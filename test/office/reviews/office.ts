/** A desk over a ledger in memory, with a small constitution, for tests of reviews. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import type { Constitution } from "../../../company/constitution/types.ts";
import type { MemoryView } from "../../../company/memory-view.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { openLedger } from "../../../ledger/open.ts";
import type { AskForm } from "../../../office/ask-for-review.ts";
import { type DeskInUse, deskInUse, EVIDENCE } from "./desk-in-use.ts";

const PAGE = path.join(
  import.meta.dirname,
  "..",
  "..",
  "..",
  "examples/mare/.github/copilot-instructions.md",
);

export const START = new Date("2026-11-20T08:30:00.000Z");

export interface Office {
  desk: DeskInUse;
  ledger: Ledger;
  /** May be replaced, as by a founder who edits the page. */
  rules: { constitution: Constitution };
  clock: { now: Date };
  memory: { view: MemoryView | null };
}

export function kitConstitution(): Constitution {
  return parseConstitution(readFileSync(PAGE, "utf8"), PAGE).constitution;
}

export async function openOffice(
  options: { root?: string; file?: string; constitution?: Constitution } = {},
): Promise<Office> {
  const ledger = await openLedger({ file: options.file ?? ":memory:" });
  const rules = { constitution: options.constitution ?? kitConstitution() };
  const clock = { now: START };
  const memory: Office["memory"] = {
    view: { entities: [{ name: EVIDENCE, entityType: "decision", at: null, observations: [] }] },
  };
  const desk = deskInUse({
    ledger,
    root: options.root ?? import.meta.dirname,
    now: () => clock.now,
    readConstitution: async () => rules.constitution,
    readMemory: async () => memory.view,
  });
  return { desk, ledger, rules, clock, memory };
}

/** Marketing asks the lawyer about a claim, unless the test says otherwise. */
export function ask(changes: Partial<AskForm> = {}): AskForm {
  return {
    from: "marketing",
    to: "lawyer",
    task: "Draft the launch post for Almadrava",
    whatIDid: "Wrote the post below.",
    whatINeed: "Is the claim about accuracy substantiated?",
    context: "Almadrava is in beta.",
    work: "Almadrava: 99% accuracy, secure by default.",
    ...changes,
  };
}

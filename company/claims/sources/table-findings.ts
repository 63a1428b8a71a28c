/** What is wrong with the Evidence cells of "Statement levels". */
import { clip } from "../../clip.ts";
import type { Constitution, StatementLevelRule } from "../../constitution/types.ts";
import type { Finding } from "../../finding.ts";
import { warningAt } from "../../kit/findings.ts";
import type { MemoryView } from "../../memory-view.ts";
import { type Evidence, entityProblem, evidenceOf, hostsOf, isWithin } from "./evidence.ts";

const SHOWN = 80;
const FORMS =
  "an address on a product's domain, a file such as test/export.test.ts, or an entity such as decision:2026-11-20:export";

export interface EvidencePlaces {
  /** Whether a path from the company's root is a file. */
  exists(path: string): boolean;
  /** null when it could not be read: entities are then not looked up. */
  memory: MemoryView | null;
}

interface Places extends EvidencePlaces {
  /** Of the products. */
  hosts: readonly (string | null)[];
}

export function checkEvidenceCells(
  file: string,
  constitution: Constitution,
  { exists, memory }: EvidencePlaces,
): Finding[] {
  const places: Places = { exists, memory, hosts: hostsOf(constitution.products) };
  return constitution.statementLevels.flatMap((rule) =>
    evidenceOf(rule.evidence).flatMap((evidence) => {
      const problem = problemOf(evidence, rule, places);
      return problem === null ? [] : [badEvidence(file, rule, { evidence, problem })];
    }),
  );
}

function problemOf(
  evidence: Evidence,
  { level }: StatementLevelRule,
  { exists, memory, hosts }: Places,
): string | null {
  switch (evidence.kind) {
    case "address":
      return hosts.some((host) => isWithin(evidence.host, host))
        ? null
        : "which is on no product's domain";
    case "path":
      return exists(evidence.text) ? null : "which does not exist";
    case "entity": {
      // Of what is only planned the decision may be still to come.
      if (memory === null || level !== "LIVE") return null;
      const problem = entityProblem(memory, evidence.text);
      return problem === null ? null : `which counts for nothing (${problem})`;
    }
    default:
      return "which proves nothing that can be looked up";
  }
}

function badEvidence(
  file: string,
  { line, topic }: StatementLevelRule,
  { evidence, problem }: { evidence: Evidence; problem: string },
): Finding {
  return warningAt(file, line, {
    what: `the evidence "${clip(evidence.text, SHOWN)}" of "${topic}", ${problem}`,
    expected: FORMS,
    fix: "Correct it; until then it proves nothing.",
  });
}

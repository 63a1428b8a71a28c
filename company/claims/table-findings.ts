/** What is wrong with the Evidence cells of "Statement levels", as far as it shows without memory. */
import { clip } from "../clip.ts";
import type { Constitution, StatementLevelRule } from "../constitution/types.ts";
import type { Finding } from "../finding.ts";
import { warningAt } from "../kit/findings.ts";
import { type Evidence, evidenceOf, hostOf, isWithin } from "./evidence.ts";

const SHOWN = 80;
const FORMS =
  "an address on a product's domain, a file such as test/export.test.ts, or an entity such as decision:2026-11-20:export";

/** `exists` says whether a path from the company's root is a file. */
export function checkEvidenceCells(
  file: string,
  constitution: Constitution,
  exists: (path: string) => boolean,
): Finding[] {
  const hosts = constitution.products.flatMap(({ url, socialUrl }) => [
    hostOf(url),
    hostOf(socialUrl),
  ]);
  return constitution.statementLevels.flatMap((rule) =>
    evidenceOf(rule.evidence).flatMap((evidence) => {
      const problem = problemOf(evidence, hosts, exists);
      return problem === null ? [] : [badEvidence(file, rule, { evidence, problem })];
    }),
  );
}

function problemOf(
  evidence: Evidence,
  hosts: readonly (string | null)[],
  exists: (path: string) => boolean,
): string | null {
  switch (evidence.kind) {
    case "address":
      return hosts.some((host) => isWithin(evidence.host, host))
        ? null
        : "which is on no product's domain";
    case "path":
      return exists(evidence.text) ? null : "which does not exist";
    case "entity":
      return null;
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

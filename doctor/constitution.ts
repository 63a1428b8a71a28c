/** The constitution by its own rules: what cannot be read in it, and what its tables say wrong. */
import { checkEvidenceCells } from "../company/claims/sources/table-findings.ts";
import { parseConstitution } from "../company/constitution/parse.ts";
import type { Constitution } from "../company/constitution/types.ts";
import type { Finding } from "../company/finding.ts";
import { checkBudgetRows } from "../company/kit/company/budget-rows.ts";
import {
  checkConstitutionLinks,
  checkConstitutionSize,
} from "../company/kit/company/constitution-links.ts";
import { checkTriggerRows } from "../company/kit/company/trigger-rows.ts";
import type { KitContext } from "../company/kit/context.ts";
import { ownText } from "../company/kit/ownership.ts";
import type { MemoryView } from "../company/memory-view.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";
import type { KitFiles } from "./kit-files.ts";

/** null for one that is missing or cannot be read at all. */
export function checkConstitution(
  { texts, installed }: KitFiles,
  context: KitContext,
  memory: MemoryView | null,
): { constitution: Constitution | null; findings: Finding[] } {
  const file = texts.get(CONSTITUTION_FILE);
  // Missing or unreadable: the one is refused before, the other is a finding already.
  if (file === undefined) return { constitution: null, findings: [] };
  const { constitution, findings } = parseConstitution(file.text, CONSTITUTION_FILE);
  const sizeBytes = Buffer.byteLength(installed.isBeside ? ownText(file) : file.text);
  return {
    constitution,
    findings: [
      ...findings,
      ...checkConstitutionSize(CONSTITUTION_FILE, sizeBytes),
      ...checkConstitutionLinks(CONSTITUTION_FILE, constitution, context),
      ...checkTriggerRows(CONSTITUTION_FILE, constitution),
      ...checkBudgetRows(CONSTITUTION_FILE, constitution),
      ...checkEvidenceCells(CONSTITUTION_FILE, constitution, { exists: context.exists, memory }),
    ],
  };
}

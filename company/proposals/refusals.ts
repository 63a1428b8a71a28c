/**
 * The limits of the Improver: what a proposal would change of the company beside its procedures. Meaning
 * is compared, not lines: front matter as it is parsed, tables by their rows, and every duty that a page
 * names. What only a reader can judge (whether a true sentence misleads) is left to the founder, who sees
 * the diff: nothing is accepted by itself.
 */
import { parseConstitution } from "../constitution/parse.ts";
import { agentId } from "../kit/agents/agent-files.ts";
import { changedFiles, saidIn } from "./changed.ts";
import { dutyRefusals, namesOf } from "./duties.ts";
import { cadenceRefusals, companyFactRefusals, figureRefusals } from "./facts.ts";
import { headRefusals } from "./heads.ts";
import { hiddenText } from "./hidden.ts";
import { looseningRefusals } from "./loosening.ts";
import { hasHead, kindOfPage, placeRefusals, sizeRefusals } from "./places.ts";
import type { ChangedFile, KitTexts, ProposalPlaces, Refusal } from "./proposal.ts";
import { unitsOf } from "./units.ts";

const CONSTITUTION = ".github/copilot-instructions.md";

export interface ProposedChange {
  before: KitTexts;
  after: KitTexts;
  places: ProposalPlaces;
}

/** Why the change may not be accepted, by file; empty when it stays within the limits. Deterministic. */
export function refusalsOf({ before, after, places }: ProposedChange): Refusal[] {
  const files = changedFiles(before, after);
  const { constitution } = parseConstitution(before.get(CONSTITUTION) ?? "", CONSTITUTION);
  const agents = new Set([...before.keys()].map(agentId).filter((id): id is string => id !== null));
  const pages = [...before].filter(([path]) => path.endsWith(".md")).map(([, text]) => text);
  const names = files.length === 0 ? new Set<string>() : namesOf(pages);
  const found = files.flatMap((file) => {
    const misplaced = placeRefusals(file, { before, after, places });
    if (misplaced.length > 0) return misplaced;
    if (file.after !== null && unitsOf(file.after) === null) return [unreadable(file)];
    const kind = kindOfPage(file.path) ?? "doc";
    const elsewhere = files
      .filter(({ path, before: had }) => path !== file.path && had === null)
      .flatMap(({ after: text }) => saidIn(text));
    return [
      ...hiddenText(file),
      ...(hasHead(file.path, kind) ? headRefusals(file, kind, agents) : []),
      ...dutyRefusals(file, { elsewhere, names }),
      ...looseningRefusals(file, constitution),
      ...figureRefusals(file, places.today),
      ...companyFactRefusals(file, constitution),
    ];
  });
  return [...found, ...sizeRefusals(files), ...cadenceRefusals(files, after, constitution)];
}

function unreadable({ path }: ChangedFile): Refusal {
  return {
    rule: "broken-page",
    file: path,
    why: "It is too long or too deeply nested to be read as a page.",
  };
}

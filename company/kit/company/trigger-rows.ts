/** Rows of "Review triggers" that never ask for the review that they are there for. */
import { clip } from "../../clip.ts";
import type { Constitution, Department, ReviewTrigger } from "../../constitution/types.ts";
import type { Finding } from "../../finding.ts";
import { deadSignals } from "../../protocol/dead-signals.ts";
import { errorAt, oneOf, warningAt } from "../findings.ts";

const SHOWN = 60;
const SIGNALS_SHOWN = 3;
const FORMS = "words in any form, an amount (`> 200`), or a path such as infra/";
/** What a page says that answers for privacy and for the wording of claims. */
const LEGAL =
  /(?<!\p{L})(?:privacy|contracts?|claims?|legal|liability|compliance|privacidade|contratos?|jurídic[oa]s?|conformidade)(?!\p{L})/iu;

export function checkTriggerRows(file: string, constitution: Constitution): Finding[] {
  return [
    ...constitution.reviewTriggers.flatMap((rule) => rowFindings(file, rule)),
    ...unaskedLawyers(file, constitution),
  ];
}

function rowFindings(file: string, rule: ReviewTrigger): Finding[] {
  const dead = deadSignals(rule);
  if (dead.length === 0) return [];
  const shown = dead
    .slice(0, SIGNALS_SHOWN)
    .map(({ signal, why }) => `"${clip(signal, SHOWN)}" ${why}`);
  const left = dead.length - shown.length;
  const list = [...shown, ...(left > 0 ? [`and ${left} more`] : [])].join("; ");
  if (dead.length < rule.signals.length) {
    return [
      warningAt(file, rule.line, {
        what: `signals of "${clip(rule.topic, SHOWN)}" that nothing can meet: ${list}`,
        expected: FORMS,
        fix: "Correct them, or take them out.",
      }),
    ];
  }
  return [
    errorAt(file, rule.line, {
      what: `no signal of "${clip(rule.topic, SHOWN)}" can ever be met: ${list}`,
      expected: FORMS,
      fix: "Correct them: until then this row asks nobody.",
    }),
  ];
}

/** Without a row the department that answers for privacy and claims is never asked about them. */
function unaskedLawyers(file: string, { departments, reviewTriggers }: Constitution): Finding[] {
  const asked = new Set(reviewTriggers.map(({ reviewer }) => reviewer));
  return departments
    .filter(({ agent, owns, approves }) => !asked.has(agent) && LEGAL.test(`${owns} ${approves}`))
    .map((department) => unasked(file, department));
}

function unasked(file: string, { agent, line, owns, approves }: Department): Finding {
  const words = [...`${owns} ${approves}`.matchAll(new RegExp(LEGAL, "giu"))].map(([word]) => word);
  const topics = [...new Set(words.map((word) => word.toLowerCase()))];
  return warningAt(file, line, {
    what: `${agent} answers for ${oneOf(topics).replace(/ or (?=[^ ]*$)/, " and ")}, and no row of "Review triggers" sends it anything`,
    expected: `rows with the reviewer ${agent}`,
    fix: "Add them: such wording would go out without a review.",
  });
}

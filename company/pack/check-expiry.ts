/** The rows of packs that expire or have, and rows that were read on a day to come, for the doctor. */
import { addDays } from "../dates.ts";
import type { Finding } from "../finding.ts";
import { FACTS_WARN_DAYS } from "../kit/facts/expiring-facts.ts";
import { errorAt, warningAt } from "../kit/findings.ts";
import { expiringRows } from "./expiry.ts";
import type { Pack } from "./pack.ts";

/** One warning for the company's pack, with every row in `details`; an error for a reading to come. */
export function checkPackExpiry(pack: Pack, folder: string, today: string): Finding[] {
  const rows = expiringRows(pack, addDays(today, FACTS_WARN_DAYS));
  const ahead = [...pack.facts, ...pack.law, ...pack.duties].filter(
    ({ source }) => source.readOn > today,
  );
  const [first] = rows;
  const file = `${folder}/${pack.card.code}/facts.json`;
  const expired = rows.filter(({ checkBy }) => checkBy < today).length;
  return [
    ...ahead.slice(0, 5).map(({ id, source }) =>
      errorAt(file, 0, {
        what: `"${id}" read on ${source.readOn}, which is to come`,
        expected: `at most ${today}`,
        fix: "Correct the date.",
      }),
    ),
    ...(first === undefined
      ? []
      : [
          {
            ...warningAt(file, 0, {
              what: `${rows.length === 1 ? "1 fact" : `${rows.length} facts`} of the pack ${pack.card.code} to be checked by ${first.checkBy} or soon after${expired === 0 ? "" : `, ${expired} of them expired`}`,
              expected: `facts that hold for ${FACTS_WARN_DAYS} days more`,
              fix: "hq facts due shows them with their links, hq facts renew takes what you read.",
            }),
            details: rows.map(({ id, fact, checkBy }) => `${id} ${checkBy} ${fact}`),
          },
        ]),
  ];
}

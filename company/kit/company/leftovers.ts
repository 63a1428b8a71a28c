/** What a write leaves beside its file when the process is killed in the midst of it. */
import type { Finding } from "../../finding.ts";
import { warningAt } from "../findings.ts";

/** The temporary name is the file's own and a number of nine or ten digits; a date has eight. */
const LEFTOVER = /^(.+\.(?:mdx?|jsonl?|m?js|txt|gitignore))\.\d{9,10}$/;

/** Files that were to replace one of `paths` and did not: a client would read or git keep them. */
export function checkLeftovers(
  paths: readonly string[],
  exists: (file: string) => boolean,
): Finding[] {
  return paths.flatMap((file) => {
    const whole = LEFTOVER.exec(file)?.[1];
    if (whole === undefined || !exists(whole)) return [];
    return [
      warningAt(file, 0, {
        what: "the rest of a write that was interrupted",
        expected: `only ${whole}, which is whole`,
        fix: "Delete it.",
      }),
    ];
  });
}

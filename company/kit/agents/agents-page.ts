/** Rules for `AGENTS.md`, which the clients put into every request. */
import type { Finding } from "../../finding.ts";
import { warningAt } from "../findings.ts";

const LIMIT_BYTES = 1024;

export const AGENTS_PAGE_FILE = "AGENTS.md";
/** How the kit's own page begins; a founder's text stands above it. */
export const OUR_HEADING = "# For every agent in this repository";

/** The size of AGENTS.md. */
export function checkAgentsPage(sizeBytes: number): Finding[] {
  if (sizeBytes < LIMIT_BYTES) return [];
  return [
    warningAt(AGENTS_PAGE_FILE, 0, {
      what: `a page of ${sizeBytes} bytes`,
      expected: `fewer than ${LIMIT_BYTES}`,
      fix: "Move text into the agents or skills that need it.",
    }),
  ];
}

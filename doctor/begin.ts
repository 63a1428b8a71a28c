/** Where an examination begins: what needs nothing of its rules is under way before these are loaded. */
import type { Finding } from "../company/finding.ts";
import type { Examination } from "./examine.ts";
import { readRepository } from "./git.ts";

/**
 * As `examine`, for a command that does nothing else: git, which is a program of its own, is asked while the rules are
 * loaded, which takes as long.
 */
export async function beginExamination(asked: Examination): Promise<Finding[]> {
  const repository = readRepository(asked.root);
  const { examine } = await import("./examine.ts");
  return examine(asked, repository);
}

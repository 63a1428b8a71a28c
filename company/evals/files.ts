/** Where scenarios lie; apart from what reads them, which brings zod along. */

export const EVALS_FOLDER = ".github/evals/";
/** The company in which scenarios are played; no department. */
export const EVAL_COMPANY_FILE = `${EVALS_FOLDER}company.json`;

export function isEvalFile(path: string): boolean {
  return path.startsWith(EVALS_FOLDER) && path.endsWith(".json");
}

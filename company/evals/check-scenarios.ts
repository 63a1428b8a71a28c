/** Whether the words that scenarios are about stand in the kit: asked of the texts, where no client is. */
import { findingSentence } from "../finding.ts";
import type { KitTexts } from "../proposals/proposal.ts";
import { EVAL_COMPANY_FILE, isEvalFile } from "./files.ts";
import { departmentsIn, readScenarios } from "./scenario.ts";

export interface KeptWords {
  /** Where the words should stand; of a file that cannot be read, that file. */
  file: string;
  /** Why they are not there, or not once; null when they are. */
  what: string | null;
}

/** One for each scenario with a sentence whose departments are on board, by file and place in it. */
export function keptWords(texts: KitTexts): KeptWords[] {
  return [...texts].flatMap(([path, text]) => {
    const isSuite = isEvalFile(path) && path !== EVAL_COMPANY_FILE;
    if (!isSuite || text === null) return [];
    const { scenarios, findings } = readScenarios({ path, text });
    const broken = findings.map((finding) => ({
      file: path,
      what: findingSentence(finding).replace(/\.$/, ""),
    }));
    const words = scenarios.flatMap((scenario): KeptWords[] => {
      const { sentence, department, id } = scenario;
      const isOnBoard = departmentsIn(scenario).every((each) =>
        texts.has(`.github/agents/${each}.agent.md`),
      );
      if (sentence === undefined || !isOnBoard) return [];
      const times = (texts.get(sentence.file) ?? "").split(sentence.text).length - 1;
      const found = times === 0 ? "is not there" : `stands there ${times} times`;
      const what = `"${sentence.text}" ${found}, which the scenario ${department}/${id} is about`;
      return [{ file: sentence.file, what: times === 1 ? null : what }];
    });
    return [...broken, ...words];
  });
}

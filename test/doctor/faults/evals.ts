import type { Fault } from "./fault.ts";
import { swap } from "./fault.ts";

const FILE = ".github/evals/ceo.json";

export const EVAL_FAULTS: readonly Fault[] = [
  {
    name: "a scenario of another department's file",
    plant: swap(FILE, '"department": "ceo"', '"department": "cfo"'),
    file: FILE,
    at: 1,
    severity: "error",
    words: '"department" is "cfo"',
  },
  {
    name: "a scenario without what is expected",
    plant: swap(FILE, '"expect":', '"expects":'),
    file: FILE,
    at: 1,
    severity: "error",
    words: "expect",
  },
];

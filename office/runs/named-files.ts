/** Which files a run may have changed itself: those that one of its calls named. */

/** Together; what is beyond is not looked into, and its files count as not named. */
const INPUT_CHARS = 4_000_000;

/** Tools that only look, and ours, which say what they change in another way. */
const ONLY_LOOKS =
  /^(view|read|grep|rg|glob|list|ls|search|find|fetch|web|skill|report_intent|update_todo|todo|company-|memory-)/i;
/** The tool of ours that writes a file, and the file. */
const BOARD_TOOL = "company-board_update";
const BOARD = "BOARD.md";

export interface NamedFiles {
  called(tool: string, input: string): void;
  /** By its path from the root, with forward slashes. */
  isNamed(file: string): boolean;
}

export function watchNamedFiles(): NamedFiles {
  const inputs: string[] = [];
  let left = INPUT_CHARS;
  let isBoardChanged = false;
  return {
    called: (tool, input) => {
      if (tool === BOARD_TOOL) isBoardChanged = true;
      if (ONLY_LOOKS.test(tool) || input.length > left) return;
      left -= input.length;
      // A path of Windows, escaped as JSON has it.
      inputs.push(input.replaceAll("\\\\", "/"));
    },
    isNamed: (file) =>
      (isBoardChanged && file === BOARD) || inputs.some((input) => input.includes(file)),
  };
}

/** The board's words: BOARD.md read as tasks. The file is the truth; these are values of it. */

/** Where the board lives, from the company's root. */
export const BOARD_FILE = "BOARD.md";

/** The four sections that hold tasks, in the order in which they stand on the board. */
export const BOARD_SECTIONS = ["Now", "Next", "Blocked", "Done"] as const;

export type BoardSection = (typeof BOARD_SECTIONS)[number];

export interface Board {
  /** In the order of the file. */
  tasks: Task[];
}

export interface Task {
  /** As written: `T-012`. */
  id: string;
  title: string;
  /** Department id or `founder`, lower case; null when the line names nobody. */
  agent: string | null;
  section: BoardSection;
  /** The box is ticked. */
  done: boolean;
  /** ISO date; null when there is none, or none that exists in the calendar. */
  due: string | null;
  /** Due dates that passed undone, as written (newest first by convention). */
  was: string[];
  /** Why it cannot go on; null when the line does not say. */
  blocked: string | null;
  rootCause: string | null;
  /** ISO date. */
  doneOn: string | null;
  /** 1-based line in the file. */
  line: number;
}

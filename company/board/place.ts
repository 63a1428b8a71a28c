/** A line of the board, as findings name it: `line` counts from 1. */
export interface Place {
  file: string;
  line: number;
}

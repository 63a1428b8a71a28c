/** What setting up may know of where it runs; questions and printing are handed in beside it. */
export interface Surroundings {
  cwd: string;
  /** Questions may be asked. */
  interactive: boolean;
  now(): Date;
}

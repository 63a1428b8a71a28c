import { rmSync } from "node:fs";
import { programsFolder } from "./built-program.ts";

/** Where the temporary folder is not the run's own, programs that an earlier run built are of its sources. */
export function setup(): void {
  rmSync(programsFolder(), { recursive: true, force: true });
}

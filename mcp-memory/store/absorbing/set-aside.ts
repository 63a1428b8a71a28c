import type { Fragment } from "../../jsonl.ts";
import { quarantine } from "../repair/quarantine.ts";
import type { Absorbing } from "./absorbing.ts";

/** Keeps damaged pieces of a file, and says so; in a read-only place they are only told. */
export function setAside(on: Absorbing, fragments: Fragment[], file: string): void {
  if (fragments.length === 0) return;
  const first = fragments[0];
  const what = `${fragments.length} damaged piece(s) of ${file}, the first in line ${first?.line} (${first?.reason})`;
  if (!on.canWrite) {
    on.log(`Left out ${what}.`);
    return;
  }
  const added = quarantine(on.place, fragments, { file, at: on.now.toISOString() });
  if (added > 0) on.log(`Set aside ${what}; they are kept in ${on.place.quarantine}.`);
}

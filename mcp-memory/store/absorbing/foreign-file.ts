/** A file at the memory's path that is not a memory: it is never written, and nothing is taken in. */
import { MemoryError } from "../../error.ts";
import type { Place } from "../database/place.ts";

/** The error with which every write is refused; `content` says what was found. */
export class ForeignFileError extends MemoryError {
  constructor(place: Place, content: string) {
    super(
      "read-only",
      `Cannot write to the memory ${place.file}: it holds ${content}, expected one record of the memory on each line. Nothing was changed, and the file is left as it is.`,
      { hint: foreignFix(place) },
    );
  }
}

/** What a person does about it. */
export function foreignFix({ file, database }: Place): string {
  return `Reading works, on the facts in ${database}. Move ${file} to another name, or restore the memory from git; what a JSON document holds can then be added with hq memory import. If it is the wrong file, name the right one (MEMORY_FILE_PATH).`;
}

/** Two versions of a file of the memory merged three ways, as git hands them over. */
import path from "node:path";
import { HqError } from "../../company/error.ts";
import { systemReason, writeBytes } from "../../files/text.ts";
import { readWhole } from "../../files/whole-file.ts";
import { FILE_BYTES } from "../../mcp-memory/limits.ts";
import { foreignSide, mergeMemoryFiles, type ThreeFiles } from "../../mcp-memory/merge-files.ts";
import { mergeOriginsFiles } from "../../mcp-memory/merge-origins.ts";

export interface MergeFiles {
  /** Paths from `cwd`. */
  base: string;
  ours: string;
  theirs: string;
  /** Says by its name whether these are snapshots or origins. */
  name: string;
}

export interface MergePlace {
  cwd: string;
  /** The file that the result is written into, from `cwd`; null: into none. */
  out: string | null;
}

/**
 * The merged bytes, and the full path of the file that holds them now.
 * @throws HqError `unreadable-file`, `write-failed`, `invalid-file` when a side is no memory
 */
export async function mergeMemory(
  files: MergeFiles,
  { cwd, out }: MergePlace,
): Promise<{ merged: Buffer; file: string | null }> {
  const at = (file: string) => path.resolve(cwd, file);
  const bytes = {
    base: await readSide(at(files.base)),
    ours: await readSide(at(files.ours)),
    theirs: await readSide(at(files.theirs)),
  };
  const isOrigins = path.basename(files.name).includes(".origins.");
  if (!isOrigins) refuseForeign(files, bytes);
  const merged = isOrigins ? mergeOriginsFiles(bytes) : mergeMemoryFiles(bytes);
  const file = out === null ? null : at(out);
  if (file !== null) await writeBytes(file, merged);
  return { merged, file };
}

/** Merged line by line, a file that is no memory would come out in pieces. */
function refuseForeign(files: MergeFiles, bytes: ThreeFiles): void {
  const foreign = foreignSide(bytes);
  if (foreign === null) return;
  throw new HqError(
    "invalid-file",
    `Cannot merge ${files.name}: ${foreign.side} holds ${foreign.content}, expected one record of the memory on each line. Nothing was changed.`,
    {
      hint: `Take one side whole (git checkout --ours ${files.name}, or --theirs), then git add it.`,
    },
  );
}

async function readSide(file: string): Promise<Buffer> {
  try {
    return await readWhole(file, FILE_BYTES);
  } catch (error) {
    throw new HqError(
      "unreadable-file",
      `Cannot merge ${file}: ${systemReason(error)}, expected a memory file. Nothing was changed.`,
      { cause: error },
    );
  }
}

import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { installMergeDriver, launcherFor } from "../../files/merge-driver.ts";
import { requireRoot } from "../../files/root.ts";
import { readText, systemReason, writeBytes } from "../../files/text.ts";
import { FILE_BYTES } from "../../mcp-memory/limits.ts";
import { foreignSide, mergeMemoryFiles, type ThreeFiles } from "../../mcp-memory/merge-files.ts";
import { mergeOriginsFiles } from "../../mcp-memory/merge-origins.ts";
import { applyChanges } from "../../setup/apply.ts";
import { ATTRIBUTES_FILE, attributesChange } from "../../setup/merge-attributes.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { packageRoot } from "../package-root.ts";

interface Options extends CommonOptions {
  install?: boolean;
  out?: string;
}

export function registerMerge(memory: Command, io: Io): void {
  addCommand(memory, "merge", "merge two memory files three ways; git calls it, without a conflict")
    .argument(
      "[files...]",
      "base, ours and theirs, as git names them; a fourth is the file's own name",
    )
    .usage("[options] <base> <ours> <theirs> [path]")
    .option("--out <file>", "write the result there instead of into ours; - prints it")
    .option("--install", "let git use it in this clone: .gitattributes and git's configuration")
    .action(async (files: string[], options: Options) => {
      if (options.install) return install(io, options);
      const [base, ours, theirs, name] = files;
      if (base === undefined || ours === undefined || theirs === undefined || files.length > 4) {
        throw new HqError(
          "usage",
          `Cannot merge ${files.length} files: expected base, ours and theirs, or --install.`,
        );
      }
      return merge(io, { base, ours, theirs, name: name ?? ours }, options);
    });
}

interface Files {
  base: string;
  ours: string;
  theirs: string;
  /** Says by its name whether these are snapshots or origins. */
  name: string;
}

/** Nothing is printed when all is well: git would show it in the middle of a merge. */
async function merge(io: Io, files: Files, options: Options): Promise<void> {
  const at = (file: string) => path.resolve(io.cwd, file);
  const bytes = {
    base: await readWhole(at(files.base)),
    ours: await readWhole(at(files.ours)),
    theirs: await readWhole(at(files.theirs)),
  };
  const isOrigins = path.basename(files.name).includes(".origins.");
  if (!isOrigins) refuseForeign(files, bytes);
  const merged = isOrigins ? mergeOriginsFiles(bytes) : mergeMemoryFiles(bytes);
  if (options.out === "-") {
    io.stdout(merged.toString("utf8"));
    return;
  }
  const out = at(options.out ?? files.ours);
  await writeBytes(out, merged);
  if (options.json) printJson(io, { ok: true, file: out, sizeBytes: merged.length });
}

/** Merged line by line, a file that is no memory would come out in pieces. */
function refuseForeign(files: Files, bytes: ThreeFiles): void {
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

async function readWhole(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > FILE_BYTES) throw new Error(`${size} bytes (the limit is ${FILE_BYTES})`);
    return await readFile(file);
  } catch (error) {
    throw new HqError(
      "unreadable-file",
      `Cannot merge ${file}: ${systemReason(error)}, expected a memory file. Nothing was changed.`,
      { cause: error },
    );
  }
}

async function install(io: Io, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const driver = await installMergeDriver(root, launcherFor(root, packageRoot()));
  if (driver.kind === "no-repository") {
    throw new HqError(
      "wrong-state",
      `Cannot install the merge driver in ${root}: ${driver.reason}, expected a git repository. Nothing was changed.`,
      { hint: "Run git init there first." },
    );
  }
  const change = attributesChange(await readText(path.join(root, ATTRIBUTES_FILE)));
  const written = await applyChanges(root, change);
  if (options.json) printJson(io, { ok: true, root, written });
  else {
    io.stdout(
      `git merges the memory of ${plain(root)} with hq on this machine.\n` +
        (written.length > 0
          ? `Commit ${written.join(", ")}, so that other clones do it too.\n`
          : ""),
    );
  }
}

import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { type MergeFiles, mergeMemory } from "../../office/memory/merge-memory.ts";
import { installMerge } from "../../setup/install-merge.ts";
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

/** Nothing is printed when all is well: git would show it in the middle of a merge. */
async function merge(io: Io, files: MergeFiles, options: Options): Promise<void> {
  const out = options.out === "-" ? null : (options.out ?? files.ours);
  const { merged, file } = await mergeMemory(files, { cwd: io.cwd, out });
  if (file === null) io.stdout(merged.toString("utf8"));
  else if (options.json) printJson(io, { ok: true, file, sizeBytes: merged.length });
}

async function install(io: Io, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { written } = await installMerge(root, packageRoot());
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

/** The `hq` program. */
import { systemReason } from "../files/text.ts";
import { processIo } from "./context.ts";
import { run } from "./program.ts";

// `hq standup | head -3`: the reader left, which is no error of ours. A full disk behind `>` is
// none either, but what was asked for is not there.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`Cannot print: ${systemReason(error)}, expected room for the output.\n`);
  process.exit(1);
});
// Nobody reads the errors: there is no one left to tell.
process.stderr.on("error", () => process.exit(1));

process.exitCode = await run(process.argv.slice(2), processIo());

/** The `hq` program. */
import { processIo } from "./context.ts";
import { run } from "./program.ts";

// `hq standup | head -3`: the reader left, which is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), processIo());

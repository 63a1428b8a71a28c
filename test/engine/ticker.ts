/** One pass of a process of its own: `hang` stays in the middle of the work, `do` notes that it did it. */
import { appendFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { tick } from "../../engine/tick.ts";
import { openLedger } from "../../ledger/open.ts";

const MACHINE = "desk";
const [root = "", instant = "", mode = "do"] = process.argv.slice(2);
const ledger = await openLedger({ file: path.join(root, ".hq", "hq.db") });
const report = await tick({
  root,
  ledger,
  machine: MACHINE,
  now: () => new Date(instant),
  run: async () => {
    if (mode === "hang") {
      process.stdout.write("working\n");
      await pause(600_000);
    }
    appendFileSync(path.join(root, "done.txt"), `${instant}\n`);
    return { kind: "done", summary: "planned" };
  },
});
await ledger.close();
process.stdout.write(JSON.stringify(report.lines));

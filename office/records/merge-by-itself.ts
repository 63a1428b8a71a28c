/** A new clone of a company lacks git's merge driver: whoever opens the memory there sets it up. */
import { DRIVER_LINE, ensureMergeDriver } from "../../files/merge-driver.ts";

/** Says so in one line to `log` when it was set up now. */
export async function mergeByItself(
  { root, packageRoot }: { root: string; packageRoot: string },
  log: (line: string) => void,
): Promise<void> {
  if (await ensureMergeDriver(root, packageRoot)) log(DRIVER_LINE);
}

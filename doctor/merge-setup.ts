/** How git merges the memory's files in this clone, as git itself says. */
import { existsSync } from "node:fs";
import type { MergeFacts } from "../company/kit/company/repository.ts";
import { launcherIn, MERGED_FILES } from "../files/merge-driver.ts";

export type MergeSetup = MergeFacts;

/**
 * @param attributes of `git check-attr -z merge` for the memory's files.
 * @param driver the command of git's configuration; empty when there is none.
 */
export function mergeSetup(attributes: string, driver: string): MergeSetup {
  // File, attribute and value, each with a NUL behind it. Any value is somebody's choice.
  const parts = attributes.split("\0");
  const unassigned = MERGED_FILES.filter((_, index) => parts[index * 3 + 2] === "unspecified");
  return { unassigned, driver: driverState(driver.trim()) };
}

function driverState(command: string): MergeFacts["driver"] {
  if (command === "") return "missing";
  const launcher = launcherIn(command);
  // A command that is none of ours is the founder's own.
  return launcher === null || existsSync(launcher) ? "installed" : "stale";
}

/** Lets git merge the memory with hq in a clone. */
import path from "node:path";
import { HqError } from "../company/error.ts";
import { installMergeDriver, launcherFor } from "../files/merge-driver.ts";
import { readText } from "../files/text.ts";
import { applyChanges } from "./apply.ts";
import { ATTRIBUTES_FILE, attributesChange } from "./merge-attributes.ts";

/**
 * Sets git's configuration and `.gitattributes`; `written` are the files that got another text.
 * @throws HqError `wrong-state` when the company is in no git repository
 */
export async function installMerge(
  root: string,
  packageRoot: string,
): Promise<{ written: string[] }> {
  const driver = await installMergeDriver(root, launcherFor(root, packageRoot));
  if (driver.kind === "no-repository") {
    throw new HqError(
      "wrong-state",
      `Cannot install the merge driver in ${root}: ${driver.reason}, expected a git repository. Nothing was changed.`,
      { hint: "Run git init there first." },
    );
  }
  const change = attributesChange(await readText(path.join(root, ATTRIBUTES_FILE)));
  return { written: await applyChanges(root, change) };
}

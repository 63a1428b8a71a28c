/** Making folders in the company, one at a time, and none through a link. */
import { lstat, mkdir, readdir, realpath } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { systemReason } from "./text.ts";

/**
 * Makes the folder with these names below `root` and those above it. True when it was not there.
 * @throws HqError `wrong-state` when a link, a file or the same name in another spelling is in the
 * way, `write-failed` when the disk refuses; folders above it may then be there
 */
export async function makeFolder(root: string, names: readonly string[]): Promise<boolean> {
  let above = await realpath(root);
  let isNew = false;
  for (const [at, name] of names.entries()) {
    isNew = await makeOne(above, name, names.slice(0, at + 1).join("/"));
    above = path.join(above, name);
  }
  return isNew;
}

/** True when it was not there; `folder` is what the errors call it. */
async function makeOne(above: string, name: string, folder: string): Promise<boolean> {
  const place = path.join(above, name);
  try {
    const there = await readdir(above);
    if (!there.includes(name)) {
      const other = there.find((each) => isSame(each, name));
      if (other !== undefined) throw inTheWay(folder, `there is ${JSON.stringify(other)} already`);
      await mkdir(place);
      return true;
    }
    const found = await lstat(place);
    if (found.isDirectory()) return false;
    const what = found.isSymbolicLink() ? "it is a link" : "there is a file of that name";
    throw inTheWay(folder, what);
  } catch (error) {
    if (error instanceof HqError) throw error;
    // Another was first.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return makeOne(above, name, folder);
    throw new HqError(
      "write-failed",
      `Cannot make ${folder}: ${systemReason(error)}, expected a folder above it that can be written.`,
      { cause: error, hint: "Tell the founder: the disk or its permissions are in the way." },
    );
  }
}

/** On some disk. */
function isSame(one: string, other: string): boolean {
  return one.normalize().toLowerCase() === other.normalize().toLowerCase();
}

function inTheWay(folder: string, found: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot make ${folder}: ${found}, expected a free name in folders of the company's own.`,
    { hint: "Take the folder that is there, spelled as it is, or another name." },
  );
}

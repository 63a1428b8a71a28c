/** git, with a refusal that says what to do where only the founder can go on. */
import { HqError } from "../company/error.ts";
import { git, saidByGit } from "./git.ts";

const IDENTITY =
  'Tell git who you are: git config user.name "Your Name" and git config user.email you@your.domain';
/** A git that was killed leaves one; nobody but the founder knows that none runs any more. */
const LOCK = /'[^']*?([^'/\\]+\.lock)'/;

function afterLock(lock: string): string {
  return `Wait until no other git runs here; if none does, remove .git/${lock} and say it again: what was cut off is then finished or put back.`;
}

/**
 * What git answered.
 * @throws HqError `wrong-state` with git's own words
 */
export async function asked(
  root: string,
  args: string[],
  more: Parameters<typeof git>[2] = {},
): Promise<string> {
  try {
    return await git(root, args, more);
  } catch (error) {
    const said = saidByGit(error);
    const lock = LOCK.exec(said)?.[1];
    const hint = /identity unknown|empty ident/i.test(said)
      ? { hint: IDENTITY }
      : lock === undefined
        ? {}
        : { hint: afterLock(lock) };
    throw new HqError(
      "wrong-state",
      `Cannot go on with git ${args[0]}: ${said.replace(/\.$/, "")}.`,
      {
        cause: error,
        ...hint,
      },
    );
  }
}

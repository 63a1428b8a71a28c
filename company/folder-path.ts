/** Names of folders that an agent may ask for: such as are the same folder on every disk. */

const PATH_CHARS = 200;
const NAME_CHARS = 60;
/** A letter or a digit first, so that nothing is hidden and nothing is an option or a way up. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]*$/u;
/** Windows knows devices by these, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const FILE_ENDING = /\.\p{L}{1,8}$/u;

/**
 * The names of the path below `above`, one of the folders that are there for it; or why it is none.
 * `above` is spelled as it stands, so that no other case makes a second folder beside it.
 */
export function folderNames(
  path: string,
  { above, mostNames }: { above: readonly string[]; mostNames: number },
): { folder: string; names: string[] } | { problem: string } {
  const folder = path.trim().replace(/\/$/, "");
  if (folder.length > PATH_CHARS) {
    return { problem: `${folder.length} characters, expected at most ${PATH_CHARS}` };
  }
  const own = above.find((each) => folder === each || folder.startsWith(`${each}/`));
  if (own === undefined) {
    return { problem: `expected ${above.join(" or ")}, or a folder below it, spelled so` };
  }
  const below = folder.slice(own.length + 1);
  const names = below === "" ? [] : below.split("/");
  if (names.length > mostNames) {
    return { problem: `${names.length} folders below ${own}, expected at most ${mostNames}` };
  }
  const problem = names.map(nameProblem).find((found) => found !== null);
  return problem === undefined ? { folder, names: [...own.split("/"), ...names] } : { problem };
}

function nameProblem(name: string): string | null {
  const said = JSON.stringify(name.slice(0, NAME_CHARS));
  if (name.length > NAME_CHARS) return `the name ${said}… is longer than ${NAME_CHARS} characters`;
  if (!NAME.test(name) || /[ .]$/.test(name) || DEVICE.test(name) || name !== name.normalize())
    return `the name ${said}, expected letters, digits, spaces, "-", "_" and ".", a letter or digit first and last`;
  if (FILE_ENDING.test(name))
    return `the name ${said} is a file's, expected only the folder in which the file will be`;
  return null;
}

/** The fields of some arguments that may be left out. */
type Optional<Args> = {
  [Key in keyof Args]-?: object extends Pick<Args, Key> ? Key : never;
}[keyof Args];

/**
 * The arguments without those optional ones that say nothing. VS Code turns a model's null into "", 0
 * or false before the server sees it, and null means "not given": none of the three may do more than
 * leaving the field out. Of a list the empty texts are left out.
 */
export function given<Args extends object>(
  args: Args,
  ...optional: readonly Optional<Args>[]
): Args {
  const kept = { ...args };
  for (const name of optional) {
    const value: unknown = kept[name];
    const said = Array.isArray(value) ? value.filter((item) => !isEmpty(item)) : value;
    if (isEmpty(said)) delete kept[name];
    else kept[name] = said as Args[Optional<Args>];
  }
  return kept;
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === 0 || value === false;
}

/** What the guard hook, plain JavaScript that runs without a build, lends to the office. */
declare module "*/guard/protected.mjs" {
  /** The globs of a department's own folders; null when it is none of ours. */
  export function ownFolders(agent: string): readonly string[] | null;
  /** Whether the file lies in the department's own folders; of one of ours only. */
  export function writesTo(agent: string, file: string): boolean;
  export function protectedPatterns(read: (file: string) => string | null): unknown[];
  export function isProtected(file: string, world: { patterns: unknown[] }): boolean;
}

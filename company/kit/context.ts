/** Whether a path from the root (file or folder) is there. */
export type Exists = (path: string) => boolean;

/** What a rule about one file must know of the rest of the kit. All of it is handed in. */
export interface KitContext {
  /** Ids of the agent files that are there. */
  agents: ReadonlySet<string>;
  /** The `tools` of each of them that lists any. */
  toolsOf: ReadonlyMap<string, readonly string[]>;
  /** The constitution leaves it to whoever called a department to start others. */
  subagentsStartNone: boolean;
  /** Names of the skill folders that hold a SKILL.md. */
  skills: ReadonlySet<string>;
  /** Names of the servers in `.mcp.json`. */
  servers: ReadonlySet<string>;
  /** Every file of the company, from the root with forward slashes; null when unknown. */
  files: readonly string[] | null;
  exists: Exists;
}

/** One file of the kit as it was read. */
export interface KitFile {
  /** From the root, with forward slashes. */
  path: string;
  text: string;
}

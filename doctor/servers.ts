/** The files of servers together, and what the company cannot do without. */
import { BOARD_FILE } from "../company/board/task.ts";
import type { Finding } from "../company/finding.ts";
import type { KitContext, KitFile } from "../company/kit/context.ts";
import { errorAt } from "../company/kit/findings.ts";
import { GUARD_FILE, missingGuard } from "../company/kit/settings/hooks.ts";
import type { ServerConfig } from "../company/kit/settings/mcp-config.ts";
import {
  CLI_CONFIG_FILE,
  compareServerConfigs,
  EXTRA_CONFIG_FILE,
  LOCAL_CONFIG_FILE,
  missingConfig,
  readServerConfig,
} from "../company/kit/settings/mcp-config.ts";
import { OUR_SERVERS } from "../company/kit/settings/own-servers.ts";
/**
 * What is wrong with the servers, those of a product that the company stands beside, and the names that
 * agents may use. Of the product's own nothing is judged.
 */
export function checkServers(
  texts: ReadonlyMap<string, KitFile>,
  place: { exists: KitContext["exists"]; isBeside: boolean },
) {
  const findings: Finding[] = [];
  const read = (name: string): ServerConfig => {
    const file = texts.get(name);
    if (file === undefined) return { findings: [], servers: null, foreign: new Set() };
    const config = readServerConfig(file, place);
    findings.push(...config.findings);
    return config;
  };
  const cli = read(CLI_CONFIG_FILE);
  const local = read(LOCAL_CONFIG_FILE);
  const extra = read(EXTRA_CONFIG_FILE);
  if (!place.isBeside) findings.push(...compareServerConfigs(cli, local));
  // When the file is broken, that is the finding, not every tool of every agent.
  const names = [cli, local, extra].flatMap(({ servers }) => [...(servers?.keys() ?? [])]);
  const yours = place.isBeside
    ? [...new Set(names)].filter((name) => !OUR_SERVERS.includes(name))
    : [];
  return { findings, yours, names: new Set([...OUR_SERVERS, ...names]) };
}

/** Files without which a client starts nothing, or the day has no board. */
export function missingFiles(exists: KitContext["exists"]): Finding[] {
  const findings: Finding[] = [];
  for (const file of [CLI_CONFIG_FILE, LOCAL_CONFIG_FILE]) {
    if (!exists(file)) findings.push(missingConfig(file));
  }
  if (!exists(GUARD_FILE)) findings.push(missingGuard());
  if (!exists(BOARD_FILE)) {
    findings.push(
      errorAt(BOARD_FILE, 0, {
        what: "no such file",
        expected: "the board, with the sections Now, Next, Blocked and Done",
        fix: "Restore it from git, or make one with these four headings.",
      }),
    );
  }
  return findings;
}

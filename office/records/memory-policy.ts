/** What a company's constitution says about its memory. */
import { statSync } from "node:fs";
import path from "node:path";
import { CONSTITUTION_FILE, findRoot } from "../../files/root.ts";
import type { MemoryPolicy, ReadPolicy } from "../../mcp-memory/policy.ts";

/**
 * Reads the policy of the company that a memory file lies in, anew whenever the constitution
 * changes. Nothing is loaded before it is asked for: most calls never need it. A constitution that
 * cannot be read is told to `log` once and gives null.
 */
export function createPolicyReader(
  memoryFile: string,
  log: (line: string) => void = () => undefined,
): ReadPolicy {
  let known: { stamp: string; policy: Promise<MemoryPolicy | null> } | undefined;
  return async () => {
    const root = findRoot(path.dirname(memoryFile));
    if (root === null) return null;
    const stamp = stampOf(path.join(root, CONSTITUTION_FILE));
    if (known?.stamp !== stamp) {
      const policy = readPolicy(root).catch((error: unknown) => {
        log(`The rules of the memory are not known: ${String(error)}`);
        return null;
      });
      known = { stamp, policy };
    }
    return known.policy;
  };
}

async function readPolicy(root: string): Promise<MemoryPolicy> {
  const { readConstitution } = await import("../../files/company.ts");
  const { constitution } = await readConstitution(root);
  return {
    freshFor: constitution.freshFacts.map(({ entityType, days }) => ({ entityType, days })),
    writers: constitution.memoryOwnership.map(({ entityType, writers }) => ({
      entityType,
      agents: writers,
    })),
    retention: constitution.retention.map(({ entityType, keep }) => ({ entityType, keep })),
    timeZone: constitution.company.timeZone,
  };
}

function stampOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return `${stat?.ino} ${stat?.size} ${stat?.mtimeNs}`;
}

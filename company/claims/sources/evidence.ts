/** Whether what a LIVE row names as its evidence exists. */
import type { Constitution, Product, StatementLevelRule } from "../../constitution/types.ts";
import { newestValue } from "../../labelled-lines.ts";
import type { MemoryView } from "../../memory-view.ts";

/** A proposal proves nothing. */
const UNDECIDED = /^(?:proposed|rejected|withdrawn|open)\b/i;

export type Evidence =
  | { kind: "address"; text: string; host: string }
  /** A file in the repository, such as a test. */
  | { kind: "path"; text: string }
  /** An entity in memory, such as a decision. */
  | { kind: "entity"; text: string }
  | { kind: "unknown"; text: string };

/** What an Evidence cell names, one after another, parted by `;`, `,` or a space. */
export function evidenceOf(cell: string): Evidence[] {
  return cell
    .split(/[;,]\s*|\s+/)
    .map((text) => text.trim())
    .filter(Boolean)
    .map(readEvidence);
}

function readEvidence(text: string): Evidence {
  if (/^https?:\/\//i.test(text)) {
    const host = hostOf(text);
    return host === null ? { kind: "unknown", text } : { kind: "address", text, host };
  }
  if (/^[a-z][a-z-]*:[^\s/]/i.test(text)) return { kind: "entity", text };
  const isPath = /^[\w.@-]+(?:\/[\w.@-]+)+$/.test(text) && !text.split("/").includes("..");
  return isPath ? { kind: "path", text } : { kind: "unknown", text };
}

/** The paths that the table names as evidence: whoever calls the check looks which of them exist. */
export function evidencePaths(constitution: Constitution): string[] {
  const all = constitution.statementLevels.flatMap(({ evidence }) => evidenceOf(evidence));
  return [...new Set(all.flatMap((each) => (each.kind === "path" ? [each.text] : [])))];
}

/** The host of an address, lower case, without `www.`; null when it is none. */
export function hostOf(address: string): string | null {
  try {
    const { hostname } = new URL(/^[a-z]+:\/\//i.test(address) ? address : `https://${address}`);
    return hostname.toLowerCase().replace(/^www\./, "") || null;
  } catch {
    return null;
  }
}

/** The hosts of the products' addresses; null for one that has none. */
export function hostsOf(products: readonly Product[]): (string | null)[] {
  return products.flatMap(({ url, socialUrl }) => [hostOf(url), hostOf(socialUrl)]);
}

export interface EvidenceAnswer {
  isProven: boolean;
  /** Why nothing of it counts, each in a few words. */
  problems: string[];
}

export interface EvidenceSources {
  /** null: no product is known for the statement, any product's domain will do. */
  product: Product | null;
  products: readonly Product[];
  memory: MemoryView | null;
  existingPaths: ReadonlySet<string>;
}

/** One piece of evidence that exists is enough. */
export function checkEvidence(rule: StatementLevelRule, sources: EvidenceSources): EvidenceAnswer {
  const problems: string[] = [];
  let isProven = false;
  for (const evidence of evidenceOf(rule.evidence)) {
    const problem = problemOf(evidence, sources);
    if (problem === null) isProven = true;
    else problems.push(problem);
  }
  if (problems.length === 0 && !isProven) problems.push("the table names none");
  return { isProven, problems };
}

function problemOf(evidence: Evidence, sources: EvidenceSources): string | null {
  switch (evidence.kind) {
    case "address": {
      const products = sources.product === null ? sources.products : [sources.product];
      if (hostsOf(products).some((host) => isWithin(evidence.host, host))) return null;
      const whose = sources.product === null ? "of a product" : `of ${sources.product.name}`;
      return `${evidence.text} is not on a domain ${whose}`;
    }
    case "path":
      return sources.existingPaths.has(evidence.text) ? null : `there is no file ${evidence.text}`;
    case "entity":
      if (sources.memory === null) return `${evidence.text} could not be looked up`;
      return entityProblem(sources.memory, evidence.text);
    default:
      return `"${evidence.text}" is no address, file or entity`;
  }
}

/** Why an entity does not count as evidence, in a few words; null when it does. */
export function entityProblem(memory: MemoryView, wanted: string): string | null {
  const entity = memory.entities.find(({ name }) => name === wanted);
  if (entity === undefined) return `memory holds no ${wanted}`;
  return UNDECIDED.test(newestValue(entity, "Status") ?? "") ? `${wanted} is not decided` : null;
}

/** The host itself or one below it. */
export function isWithin(host: string, domain: string | null): boolean {
  return domain !== null && domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}

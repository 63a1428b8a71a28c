/**
 * What broke for customers: unresolved issues of the last day, of all projects or of some.
 * GET /api/0/organizations/{organization}/issues/ (docs.sentry.io/api/events/list-an-organizations-issues).
 */
import { z } from "zod";
import { readJson, type Signal, type SignalsOutcome, signalOf } from "./signal.ts";

export interface SentryOptions {
  /** `https://sentry.io`, or another server. */
  base: string;
  token: string;
  organization: string;
  /** Slugs; empty for all. */
  projects: readonly string[];
  timeoutMs: number;
}

const LIMIT = 50;
const ISSUE = z.object({
  title: z.string(),
  permalink: z.string().nullish(),
  lastSeen: z.string(),
  // As text, in every version that was seen.
  count: z.coerce.number().catch(0),
  project: z.object({ slug: z.string() }),
});

/** The most frequent first. Contract: never rejects. */
export async function unresolvedIssues(options: SentryOptions): Promise<SignalsOutcome> {
  const { base, token, organization, projects, timeoutMs } = options;
  const query = new URLSearchParams({
    ...{ query: "is:unresolved", statsPeriod: "24h", sort: "freq", limit: String(LIMIT) },
    // By number only; which ones are wanted is sorted out below.
    project: "-1",
  });
  const found = await readJson(
    `${base}/api/0/organizations/${encodeURIComponent(organization)}/issues/?${query}`,
    { headers: { authorization: `Bearer ${token}` }, timeoutMs },
  );
  if (found.kind === "unreachable") return found;
  const issues = z.array(z.unknown()).safeParse(found.body);
  if (!issues.success) return { kind: "unreachable", why: "its list of issues has another form" };
  const signals = issues.data.slice(0, LIMIT).flatMap((each): Signal[] => {
    const issue = ISSUE.safeParse(each).data;
    if (issue === undefined) return [];
    const { slug } = issue.project;
    if (projects.length > 0 && !projects.includes(slug)) return [];
    const { title: text, permalink, lastSeen: at, count } = issue;
    return [signalOf({ source: "sentry", about: slug, text, url: permalink ?? "", at, count })];
  });
  return { kind: "heard", signals };
}

/** What the plan says of the outside: how much was heard, in words of our own; what others wrote is not repeated. */

export interface OutsideSource {
  /** `sentry`, `hackernews`, `x`. */
  source: string;
  count: number;
  /** Why it could not be reached; null when it was. */
  why: string | null;
}

const NAMES: Record<string, { name: string; one: string; many: string }> = {
  sentry: { name: "Sentry", one: "unresolved issue", many: "unresolved issues" },
  hackernews: { name: "Hacker News", one: "story", many: "stories" },
  x: { name: "X", one: "post", many: "posts" },
};

/** One sentence for the plan, and one for each source that could not be reached. */
export function outsideWords(sources: readonly OutsideSource[]): {
  said: string[];
  notes: string[];
} {
  const parts = sources.flatMap(({ source, count }) => {
    const known = NAMES[source];
    if (known === undefined || count === 0) return [];
    return [`${count} ${count === 1 ? known.one : known.many} (${known.name})`];
  });
  const notes = sources.flatMap(({ source, why }) =>
    why === null ? [] : [`${NAMES[source]?.name ?? source} could not be reached: ${why}.`],
  );
  const said = parts.length === 0 ? [] : [`${parts.join(", ")}. See them with: hq signals`];
  return { said, notes };
}

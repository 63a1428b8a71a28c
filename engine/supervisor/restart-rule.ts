/**
 * What a supervisor does when a service ends: the words and rules are those of Erlang/OTP's `supervisor`
 * (https://www.erlang.org/doc/system/sup_princ), with two of our own: the restarts are counted for each
 * service, and each waits longer than the one before. Without clock or promise.
 */

/** Who is started again: the one that ended, it and those after it, or all. */
export type Strategy = "one_for_one" | "rest_for_one" | "one_for_all";

export interface RestartRule {
  /** In the order in which they are started; they are stopped in the other. */
  services: readonly string[];
  strategy: Strategy;
  /** A service that ends once more than so often within the time is not started again. */
  limit: { restarts: number; withinMs: number };
  /** Before the first restart; twice as long before each that follows within the limit's time. */
  backoff: { firstMs: number; longestMs: number };
}

export interface Supervised {
  /** When each service ended, as far as it still counts. */
  ends: Readonly<Record<string, readonly number[]>>;
  /** Those that are not at work, with the time from which on they are to be. */
  startAt: Readonly<Record<string, number>>;
}

export type AfterEnd =
  /** `stop` lists whom else it takes down, the last started first. */
  { kind: "restart"; stop: string[]; next: Supervised } | { kind: "give-up" };

/** All are to be started now. */
export function begun({ services }: RestartRule, atMs: number): Supervised {
  return { ends: {}, startAt: Object.fromEntries(services.map((name) => [name, atMs])) };
}

/** After a service ended that was at work; times in milliseconds of a clock that is never set back. */
export function afterEnd(
  rule: RestartRule,
  before: Supervised,
  { service, atMs }: { service: string; atMs: number },
): AfterEnd {
  const counted = (before.ends[service] ?? []).filter((at) => atMs - at < rule.limit.withinMs);
  const times = counted.length + 1;
  if (times > rule.limit.restarts) return { kind: "give-up" };
  const { firstMs, longestMs } = rule.backoff;
  const startAtMs = atMs + Math.min(longestMs, firstMs * 2 ** Math.min(times - 1, 30));
  const affected = affectedBy(rule, service);
  // Who waits longer for a reason of its own goes on waiting.
  const waits = affected.map((name) => [name, Math.max(startAtMs, before.startAt[name] ?? 0)]);
  return {
    kind: "restart",
    stop: affected.filter((name) => name !== service && !(name in before.startAt)).toReversed(),
    next: {
      ends: { ...before.ends, [service]: [...counted, atMs] },
      startAt: { ...before.startAt, ...Object.fromEntries(waits) },
    },
  };
}

function affectedBy({ services, strategy }: RestartRule, service: string): string[] {
  if (strategy === "one_for_one") return [service];
  return strategy === "one_for_all" ? [...services] : services.slice(services.indexOf(service));
}

/** Who is to be started now, in order; from then on they are at work. */
export function dueStarts(
  { services }: RestartRule,
  { ends, startAt }: Supervised,
  atMs: number,
): { start: string[]; next: Supervised } {
  const start = services.filter((name) => (startAt[name] ?? Number.POSITIVE_INFINITY) <= atMs);
  const left = Object.entries(startAt).filter(([name]) => !start.includes(name));
  return { start, next: { ends, startAt: Object.fromEntries(left) } };
}

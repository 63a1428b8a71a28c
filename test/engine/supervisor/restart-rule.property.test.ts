import fc from "fast-check";
import { expect, it } from "vitest";
import {
  afterEnd,
  begun,
  dueStarts,
  type RestartRule,
  type Supervised,
} from "../../../engine/supervisor/restart-rule.ts";
import { rounds } from "../../run/rounds.ts";

const NAMES = ["a", "b", "c", "d"];

/** The dumbest supervisor: it keeps every end there ever was, and one word for each service. */
class Model {
  readonly log: { name: string; at: number }[] = [];
  /** When it is started; null while it is at work. */
  readonly startAt = new Map<string, number | null>(NAMES.map((name) => [name, 0]));
  isOver = false;

  private readonly rule: RestartRule;

  constructor(rule: RestartRule) {
    this.rule = rule;
  }

  atWork(): string[] {
    return NAMES.filter((name) => this.startAt.get(name) === null);
  }

  timePasses(now: number): string[] {
    const started: string[] = [];
    for (const name of NAMES) {
      const at = this.startAt.get(name) ?? null;
      if (at === null || at > now) continue;
      this.startAt.set(name, null);
      started.push(name);
    }
    return started;
  }

  /** Whom it takes down. */
  ends(name: string, now: number): string[] {
    this.log.push({ name, at: now });
    let times = 0;
    for (const end of this.log) {
      if (end.name === name && end.at > now - this.rule.limit.withinMs) times += 1;
    }
    if (times > this.rule.limit.restarts) {
      this.isOver = true;
      return [];
    }
    let waitMs = this.rule.backoff.firstMs;
    for (let more = 1; more < times; more += 1) waitMs *= 2;
    if (waitMs > this.rule.backoff.longestMs) waitMs = this.rule.backoff.longestMs;
    const down: string[] = [];
    let isAfter = false;
    for (const other of NAMES) {
      if (other === name) isAfter = true;
      const isAffected =
        other === name ||
        this.rule.strategy === "one_for_all" ||
        (this.rule.strategy === "rest_for_one" && isAfter);
      if (!isAffected) continue;
      const before = this.startAt.get(other) ?? null;
      if (before === null && other !== name) down.unshift(other);
      this.startAt.set(other, before !== null && before > now + waitMs ? before : now + waitMs);
    }
    return down;
  }
}

const rule = fc.record({
  services: fc.constant(NAMES),
  strategy: fc.constantFrom("one_for_one", "rest_for_one", "one_for_all" as const),
  limit: fc.record({
    restarts: fc.integer({ min: 0, max: 5 }),
    withinMs: fc.integer({ min: 1, max: 5_000 }),
  }),
  backoff: fc.record({
    firstMs: fc.integer({ min: 0, max: 300 }),
    longestMs: fc.integer({ min: 300, max: 2_000 }),
  }),
}) as fc.Arbitrary<RestartRule>;

const happenings = fc.array(
  fc.record({ afterMs: fc.nat({ max: 1_500 }), who: fc.nat({ max: NAMES.length - 1 }) }),
  { maxLength: 60 },
);

it("starts, stops, waits and gives up as the dumbest supervisor does, whatever ends when", () => {
  const seen = { restarts: 0, taken: 0, givenUp: 0 };
  fc.assert(
    fc.property(rule, happenings, (wanted, all) => {
      const model = new Model(wanted);
      let state: Supervised = begun(wanted, 0);
      let now = 0;
      const look = () => {
        const { start, next } = dueStarts(wanted, state, now);
        expect(start).toEqual(model.timePasses(now));
        state = next;
      };
      look();
      for (const { afterMs, who } of all) {
        now += afterMs;
        look();
        const atWork = model.atWork();
        const service = atWork[who % atWork.length];
        if (service === undefined) continue;
        const after = afterEnd(wanted, state, { service, atMs: now });
        const down = model.ends(service, now);
        expect(after.kind).toBe(model.isOver ? "give-up" : "restart");
        if (after.kind === "give-up") {
          seen.givenUp += 1;
          return;
        }
        expect(after.stop).toEqual(down);
        seen.restarts += 1;
        seen.taken += down.length;
        state = after.next;
      }
      // Whatever ended before, all are at work again after the longest wait.
      now += wanted.backoff.longestMs;
      look();
      expect(state.startAt).toEqual({});
    }),
    { numRuns: rounds({ few: 500, many: 20_000 }) },
  );
  expect(seen.restarts).toBeGreaterThan(100);
  expect(seen.taken).toBeGreaterThan(100);
  expect(seen.givenUp).toBeGreaterThan(10);
});

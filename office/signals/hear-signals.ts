/**
 * What is heard outside, for the plan of the day and for who asks: optional, each source by itself, within seconds, and
 * not asked again before its time. A source that cannot be reached is named, and what it said last stays.
 */
import type { HeardOutcome } from "../../channels/channel.ts";
import { matchingStories } from "../../channels/hackernews.ts";
import type { OpenChannel } from "../../channels/open-channels.ts";
import { unresolvedIssues } from "../../channels/sentry.ts";
import { type SignalsOutcome, signalOf } from "../../channels/signal.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { HqError } from "../../company/error.ts";
import { companyChannels } from "../posts/outgoing.ts";
import { type Env, readSecret, readSetting } from "../posts/secrets.ts";
import { type KeptSignals, type KeptSource, keepSignals, readKept } from "./kept-signals.ts";

export interface SignalPlace {
  root: string;
  env: Env;
  now(): Date;
  /** Left out outside tests. */
  open?: OpenChannel | undefined;
}

interface Source {
  name: string;
  /** What would be asked. */
  key: string;
  freshMs: number;
  ask(): Promise<SignalsOutcome>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const TIMEOUT_MS = 4_000;
/** What failed is tried again, but not by every command. */
const FAILED_MS = 5 * MINUTE_MS;
const X_SIGNALS = 20;

/** By source; empty where none is set up. `isAnew` asks all of them now. */
export async function hearSignals(
  place: SignalPlace,
  constitution: Constitution,
  { isAnew = false }: { isAnew?: boolean } = {},
): Promise<KeptSignals> {
  const kept = await readKept(place.root);
  const now = place.now();
  const sources = await sourcesOf(place, constitution);
  const heard = await Promise.all(
    sources.map(async (source): Promise<[string, KeptSource]> => {
      const { name, key } = source;
      const before = kept[name]?.key === key ? kept[name] : undefined;
      if (before !== undefined && !isAnew && isFresh(before, source, now)) return [name, before];
      return [name, after(before, await source.ask(), { key, triedAt: now.toISOString() })];
    }),
  );
  if (heard.some(([name, source]) => kept[name] !== source)) {
    await keepSignals(place.root, Object.fromEntries(heard));
  }
  return Object.fromEntries(heard);
}

function isFresh({ triedAt, why }: KeptSource, { freshMs }: Source, now: Date): boolean {
  const ageMs = now.getTime() - Date.parse(triedAt);
  return ageMs >= 0 && ageMs < (why === null ? freshMs : FAILED_MS);
}

function after(
  before: KeptSource | undefined,
  found: SignalsOutcome,
  { key, triedAt }: { key: string; triedAt: string },
): KeptSource {
  if (found.kind === "heard") {
    return { key, triedAt, heardAt: triedAt, why: null, signals: found.signals };
  }
  const { heardAt = null, signals = [] } = before ?? {};
  return { key, triedAt, why: found.why, heardAt, signals };
}

async function sourcesOf(place: SignalPlace, constitution: Constitution): Promise<Source[]> {
  const { root, env, now } = place;
  const timeoutMs = Number(env.HQ_SIGNALS_MS) || TIMEOUT_MS;
  const words = constitution.company.watchWords;
  const sources: Source[] = [];
  const organization = await readSetting(root, env, "HQ_SENTRY_ORG");
  if (organization !== null) sources.push(await sentryOf(place, organization, timeoutMs));
  if (words.length === 0) return sources;
  const base = addressOf(env.HQ_HACKERNEWS_URL, "https://hn.algolia.com");
  sources.push({
    ...{ name: "hackernews", key: `${base} ${words.join("\n")}`, freshMs: 60 * MINUTE_MS },
    ask: () => matchingStories({ base, words, now: now(), timeoutMs }),
  });
  // X charges for each post that is read: only where the founder wants that, and twice a day.
  if ((await readSetting(root, env, "HQ_X_SEARCH"))?.toLowerCase() === "yes") {
    sources.push({
      ...{ name: "x", key: words.join("\n"), freshMs: DAY_MS / 2 },
      ask: () => searchX(place, constitution, words),
    });
  }
  return sources;
}

async function sentryOf(
  { root, env }: SignalPlace,
  organization: string,
  timeoutMs: number,
): Promise<Source> {
  const base = addressOf(env.HQ_SENTRY_URL, "https://sentry.io");
  const projects = ((await readSetting(root, env, "HQ_SENTRY_PROJECTS")) ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const key = [base, organization, ...projects].join(" ");
  return {
    ...{ name: "sentry", key, freshMs: 15 * MINUTE_MS },
    ask: async () => {
      const token = await readSecret(root, env, "HQ_SENTRY_TOKEN").catch(wordsOf);
      if (token === null) return { kind: "unreachable", why: "HQ_SENTRY_TOKEN is not set" };
      if (typeof token !== "string") return token;
      return unresolvedIssues({ base, token, organization, projects, timeoutMs });
    },
  };
}

function wordsOf(error: unknown): SignalsOutcome {
  if (error instanceof HqError) return { kind: "unreachable", why: error.message };
  throw error;
}

async function searchX(
  place: SignalPlace,
  constitution: Constitution,
  words: readonly string[],
): Promise<SignalsOutcome> {
  const { root, now } = place;
  const open = place.open ?? (await companyChannels(root, constitution, place));
  const { listening } = open("x");
  if (listening === null) return { kind: "unreachable", why: "the keys of X are not set" };
  const wanted = words.map((word) => `"${word.replaceAll('"', " ")}"`).join(" OR ");
  const since = new Date(now().getTime() - DAY_MS).toISOString();
  return asSignals(await listening.search(`(${wanted}) -is:retweet`, since));
}

function asSignals(found: HeardOutcome): SignalsOutcome {
  if (found.kind === "unreachable") return found;
  const signals = found.posts
    .slice(0, X_SIGNALS)
    .map(({ author, text, url, at }) =>
      signalOf({ source: "x", about: author, text, url, at, count: null }),
    );
  return { kind: "heard", signals };
}

/** A token goes over the wire in the clear only to this machine itself. */
function addressOf(given: string | undefined, usual: string): string {
  const base = given?.trim().replace(/\/+$/, "") || usual;
  if (/^https:\/\/[^/?#]+$|^http:\/\/127\.0\.0\.1(?::\d+)?$/.test(base)) return base;
  throw new HqError("usage", `Cannot use the address "${base}": expected an https address.`);
}

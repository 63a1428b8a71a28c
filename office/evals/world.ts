/** The world of one session: put in order before each scenario, and looked at after it. */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../../company/error.ts";
import type { Seen } from "../../company/evals/judge.ts";
import { filled, type Playing } from "../../company/evals/reader.ts";
import type { Expectation, Scenario } from "../../company/evals/scenario.ts";
import { lookAt } from "../../files/look.ts";
import { askForReview } from "../ask-for-review.ts";
import { listReviews } from "../list-reviews.ts";
import { openOffice } from "../open-office.ts";
import { lookIntoLedger } from "../records/look-into-ledger.ts";
import { withMemory } from "../records/with-memory.ts";
import { putText } from "./workshop.ts";

export interface World {
  root: string;
  /** Every text that stands in it when nothing was done. */
  texts: ReadonlyMap<string, string>;
  /** Names of what its memory holds then. */
  seeded: ReadonlySet<string>;
  today: string;
  now(): Date;
}

/** A scenario that has begun. */
export interface Begun {
  playing: Playing;
  before: ReadonlyMap<string, string | null>;
  /** Reviews that were there before it. */
  reviews: ReadonlySet<string>;
}

/** Folders in which scenarios make files; what no scenario begins with is taken away. */
const WORK = ["Marketing", "Founder", "docs", "packs", ".github/skills", ".github/prompts"];
const REVIEWS_LIMIT = 1_000;

/**
 * Puts the world in order and sets up what the scenario begins with.
 * @throws HqError `invalid-file` when a review that it begins with cannot be asked for
 */
export async function beginScenario(world: World, scenario: Scenario): Promise<Begun> {
  const { root, today } = world;
  await putBack(world);
  await forgetLast(world);
  const playing: Playing = { root, today };
  const { files = {}, memory = [] } = scenario.setup ?? {};
  for (const [file, text] of Object.entries(files))
    await putText(root, filled(file, playing), filled(text, playing));
  await remember(world, memory, playing);
  const known = new Set((await reviewsNow(world)).map(({ id }) => id));
  const review = await ask(world, scenario, playing);
  const begun = review === null ? playing : { ...playing, review };
  return { playing: begun, before: await filesOf(world, scenario, begun), reviews: known };
}

async function putBack({ root, texts }: World): Promise<void> {
  for (const [file, text] of texts) {
    const found = await lookAt(path.join(root, file));
    if (found.kind !== "text" || found.text !== text) await putText(root, file, text);
  }
  for (const folder of WORK) {
    const names = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
    for (const name of names) {
      const file = `${folder}/${name.split(path.sep).join("/")}`;
      const isOurs =
        texts.has(file) || [...texts.keys()].some((each) => each.startsWith(`${file}/`));
      if (!isOurs) await rm(path.join(root, file), { recursive: true, force: true });
    }
  }
}

/** What the last scenario wrote down would answer for this one. */
async function forgetLast(world: World): Promise<void> {
  await withMemory({ ...world, agent: "founder" }, async (store) => {
    const { entities } = await store.readGraph();
    const names = entities.map(({ name }) => name).filter((name) => !world.seeded.has(name));
    if (names.length > 0) await store.deleteEntities(names);
  });
}

type Setup = NonNullable<Scenario["setup"]>;

async function remember(world: World, memory: Setup["memory"], playing: Playing): Promise<void> {
  if (memory.length === 0) return;
  const entities = memory.map(({ name, type, observations }) => ({
    name: filled(name, playing),
    entityType: type,
    observations: observations.map((each) => filled(each, playing)),
  }));
  await withMemory({ ...world, agent: "founder" }, (store) => store.createEntities(entities));
}

/** The id of the first one; null when none waits. */
async function ask(
  { root, now }: World,
  { id, file, setup }: Scenario,
  playing: Playing,
): Promise<string | null> {
  const reviews = setup?.reviews ?? [];
  if (reviews.length === 0) return null;
  const office = openOffice({ root, now, env: {} });
  const ids: string[] = [];
  try {
    for (const request of reviews) {
      const form = Object.fromEntries(
        Object.entries(request).map(([key, value]) => [key, filled(value, playing)]),
      ) as unknown as typeof request;
      const asked = await askForReview(office.desk, form);
      if (asked.kind === "refused")
        throw new HqError(
          "invalid-file",
          `Cannot begin the scenario ${id} of ${file}: the review it begins with is refused, ${asked.reason}; expected one that can be asked for.`,
        );
      ids.push(asked.reviewId);
    }
  } finally {
    await office.ledger.close();
  }
  return ids[0] ?? null;
}

/** What came of it, beside what was said and called. */
export async function lookAround(
  world: World,
  scenario: Scenario,
  { playing, before, reviews }: Begun,
): Promise<Pick<Seen, "before" | "after" | "memory" | "reviews">> {
  const memory = await withMemory(world, async (store) => (await store.readGraph()).entities);
  const asked = await reviewsNow(world);
  const texts = await Promise.all(
    asked
      .filter(({ id }) => !reviews.has(id))
      .map(async (review) => ({
        from: review.requester,
        to: review.reviewer,
        verdict: review.answer?.verdict ?? null,
        text: [await requestText(world, review.id), ...(review.answer?.reasons ?? [])].join("\n"),
      })),
  );
  return {
    before,
    after: await filesOf(world, scenario, playing),
    memory: memory.map(({ name, observations }) => ({ name, text: observations.join("\n") })),
    reviews: texts,
  };
}

/** The oldest first. */
async function reviewsNow({ root, now }: World) {
  return (await listReviews({ root, now: now() }, { limit: REVIEWS_LIMIT })).reviews.toReversed();
}

function requestText({ root }: World, id: string): Promise<string> {
  return lookIntoLedger(root, "", (ledger) =>
    ledger.read(async ({ reviews }) => (await reviews.texts(id))?.request ?? ""),
  );
}

async function filesOf(
  { root }: World,
  { expect }: Scenario,
  playing: Playing,
): Promise<Map<string, string | null>> {
  const names = expect.flatMap((each: Expectation) =>
    "file" in each ? [filled(each.file, playing)] : [],
  );
  const found = await Promise.all(
    names.map(async (name) => {
      const looked = await lookAt(path.join(root, name));
      return [name, looked.kind === "text" ? looked.text : null] as const;
    }),
  );
  return new Map(found);
}

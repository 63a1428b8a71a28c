/** Who may be asked by whom: no callback, no chain of four, no work of one's own. */
import { clip } from "../clip.ts";
import { type ChainReading, type ChainRefusal, chainRefusal, readChain } from "./chain.ts";
import type { RequestCase } from "./request-case.ts";
import { type Refusal, type RequestForm, type Review, refused, stateAt } from "./review.ts";

/** The named review must be one that the asker is in, and open when it asks as its reviewer. */
export function checkParent({ form, record, now }: RequestCase): Refusal | { kind: "fine" } | null {
  if (form.inReplyTo === undefined) return null;
  const { parent } = record;
  if (parent === null) {
    const found = `there is no review "${clip(form.inReplyTo, 40)}"`;
    return refused("unknown-review", found, "Look the id up with list_open_work, or leave it out.");
  }
  if (parent.reviewer === form.from) {
    const state = stateAt(parent, now);
    if (state === "open") return { kind: "fine" };
    return refused(
      "closed",
      `${parent.id} is ${state}: nothing can grow out of it any more`,
      `Hand your findings to ${parent.owner}, who owns the work.`,
    );
  }
  if (parent.requester === form.from) return { kind: "fine" };
  return refused(
    "not-yours",
    `${parent.id} is between ${parent.requester} and ${parent.reviewer}; ${form.from} is not in it`,
    "Leave inReplyTo out, or name the review that you were asked in.",
  );
}

/** The chain up to the asker, after every check of who may be asked. */
export function chainOf(asking: RequestCase): { kind: "chain"; chain: string[] } | Refusal {
  const { form, record } = asking;
  const owed = owedBy(asking);
  for (const review of owed) {
    const refusal = chainRefusal(review.chain, form.to);
    if (refusal !== null) return blocked(asking, refusal, review);
  }
  const alone = chainRefusal([form.from], form.to);
  if (alone !== null) return blocked(asking, alone, null);
  const reading = declaredChain(form, recordedChains(asking, owed));
  if (reading.kind === "forged") {
    return refused(
      "forged-chain",
      `the declared call chain (${(form.callChain ?? []).join(" → ")}) contradicts the record (${reading.recorded.join(" → ")})`,
      "Leave callChain out, or name with inReplyTo the review that this request grew out of.",
    );
  }
  const repeated = repeats(reading.chain);
  if (repeated !== null) return repeated;
  const refusal = chainRefusal(reading.chain, form.to);
  return refusal === null ? reading : blocked(asking, refusal, record.parent);
}

/**
 * Reviews that the asker still has to answer. Whoever owes somebody an answer cannot ask them, and
 * what it asks others counts as part of the longest of these chains, whether it says so or not.
 */
function owedBy({ form, record, now }: RequestCase): Review[] {
  return record.owed
    .filter((review) => review.reviewer === form.from && stateAt(review, now) === "open")
    .toSorted((a, b) => b.chain.length - a.chain.length);
}

/**
 * The chains that the request may be part of, the longest first. Naming a review of one's own does
 * not shorten the chain of those that one owes an answer (found by the property test).
 */
function recordedChains({ form, record }: RequestCase, owed: readonly Review[]): string[][] {
  const named = record.parent === null ? [] : [parentChain(record.parent, form)];
  return [...named, ...owed.map(({ chain }) => chain)].sort((a, b) => b.length - a.length);
}

/** The recorded chain that ends with the asker, as the parent has it. */
function parentChain(parent: Review, form: RequestForm): string[] {
  return parent.reviewer === form.from ? parent.chain : parent.chain.slice(0, -1);
}

function declaredChain(form: RequestForm, recorded: readonly (readonly string[])[]): ChainReading {
  const [longest = [form.from], ...others] = recorded;
  const first = readChain(longest, form.callChain);
  if (first.kind === "chain") return first;
  // Who owes answers in several reviews may mean any of them.
  const other = others.map((chain) => readChain(chain, form.callChain));
  return other.find(({ kind }) => kind === "chain") ?? first;
}

/** Mostly a slip: the reviewer, or the asker itself, was put into `callChain`. */
function repeats(chain: readonly string[]): Refusal | null {
  if (new Set(chain).size === chain.length) return null;
  return refused(
    "callback",
    `the call chain names somebody twice (${chain.join(" → ")})`,
    "Leave callChain out: the record has it. If you are asked to call somebody back, put it to the founder.",
  );
}

function blocked(asking: RequestCase, refusal: ChainRefusal, review: Review | null): Refusal {
  const owner = review?.owner ?? asking.form.from;
  const instead =
    refusal.code === "self-review" || owner === asking.form.from
      ? "The review stays required: put it to the founder by name, or hand it to whoever gave you the task."
      : `The review stays required: answer ${review?.id ?? "your review"} yourself and tell ${owner}, who owns the work, that ${asking.form.to} has still to see it.`;
  return refused(refusal.code, refusal.reason, instead);
}

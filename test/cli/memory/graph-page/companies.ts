/** Memories for the page of the graph, and the page itself as the build makes it. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { GraphInput } from "../../../../office/memory/drawing/page-data.ts";

const PROJECT = path.join(import.meta.dirname, "..", "..", "..", "..");
export const AT = "2026-11-02T10:00:00.000Z";

export const HOSTILE = [
  "</script><script>window.ran=1</script>",
  "<!--<script>",
  "__proto__",
  "constructor",
  "a\u2028b\u2029c",
  "\"'`$&$1{{script}}{{data}}",
  "<img src=x onerror=window.ran=1>",
  "\ud800 half",
];

/** The page that waits for its data, made from the sources as they are now. */
export async function emptyPage(): Promise<string> {
  const { href } = pathToFileURL(path.join(PROJECT, "scripts/graph-page.mjs"));
  const built = (await import(href)) as { buildGraphPage(): Promise<{ html: string }> };
  return (await built.buildGraphPage()).html;
}

/** A memory without a company around it. */
export function input(
  entities: Omit<GraphInput["entities"][number], "id">[],
  relations: GraphInput["relations"],
): GraphInput {
  return {
    title: "Memory of </title><b>",
    asOf: AT,
    entities: entities.map((entity, index) => ({ ...entity, id: index + 1 })),
    relations,
    company: { departments: [], products: [], cadence: [], language: "English" },
  };
}

/** Each name that could break a page, as a name, a type, a fact and a relation. */
export function hostile(): GraphInput {
  return input(
    HOSTILE.map((name) => ({
      name,
      entityType: name,
      at: AT,
      observations: [
        { text: name, at: AT },
        { text: `later ${name}`, at: "2026-11-05T00:00:00.000Z" },
      ],
    })),
    HOSTILE.map((name) => ({ from: HOSTILE[0] as string, to: name, relationType: name })),
  );
}

/** `count` entities in a few types, two thirds of them related. */
export function large(count: number): GraphInput {
  const name = (index: number) => `entity ${index}`;
  return input(
    Array.from({ length: count }, (_, index) => ({
      name: name(index),
      entityType: `type ${index % 7}`,
      at: null,
      observations: [{ text: `fact of ${index}`, at: null }],
    })),
    Array.from({ length: count }, (_, index) => index)
      .filter((index) => index % 3 > 0)
      .map((index) => ({ from: name(index), to: name(index >> 2), relationType: "follows" })),
  );
}

const TYPES = ["decision", "lesson", "deadline", "metric", "client", "campaign", "note"];
const DEPARTMENTS = ["cto", "cfo", "coo", "marketing", "lawyer", "accountant"];
const BOATS = ["Farol", "Vela", "Quilha", "Mastro", "Proa", "Leme"];
const WORDS =
  "the beta stays free until card payments work and terms are accepted by all boats in port with invoices sent before the buyer number was checked".split(
    " ",
  );

/** A company of `count` entities whose facts name owners and products; one in three has a relation. */
export function grown(count: number): GraphInput {
  let state = 7;
  const below = (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * n);
  };
  const pick = (list: readonly string[]) => list[below(list.length)] ?? "";
  const products = Array.from(
    { length: Math.max(3, Math.floor(count / 100)) },
    (_, at) => `Produto ${BOATS[at % 6]}${at > 5 ? ` ${at}` : ""}`,
  );
  const facts = (texts: string[]) => texts.map((text) => ({ text, at: AT }));
  const entities: Parameters<typeof input>[0] = products.map((name) => ({
    ...{ name, entityType: "product", at: AT, observations: facts(["Status: live"]) },
  }));
  while (entities.length < count) {
    const entityType = pick(TYPES);
    const sentence = Array.from({ length: 5 + below(9) }, () => pick(WORDS)).join(" ");
    const texts = [`${entityType === "decision" ? "Decision" : "Summary"}: ${sentence}`];
    if (below(3) > 0) texts.push(`Owner: ${pick(DEPARTMENTS)}`);
    if (below(4) === 0) texts.push(`Product: ${pick(products)}`);
    const name = `${entityType}:x-${entities.length}`;
    entities.push({ name, entityType, at: AT, observations: facts(texts) });
  }
  const relations = entities
    .filter(() => below(3) === 0)
    .map(({ name }) => ({
      from: name,
      to: entities[below(entities.length)]?.name ?? name,
      relationType: "concerns",
    }));
  const departments = DEPARTMENTS.map((agent) => ({ agent, owns: "its part", approves: "" }));
  const company = { departments, products: [], cadence: [], language: "English" };
  return { ...input(entities, relations), company };
}

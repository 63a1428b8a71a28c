/** The products, field by field. */

import { plainText } from "../../setup/plain-text.ts";
import {
  addressOf,
  type ProductAnswer,
  parseProduct,
  printProduct,
  STATUS_WORDS,
  statusOf,
} from "../../setup/product-answer.ts";
import { BACK, LEFT, type Or, type Prompts } from "./prompts.ts";
import { type Step, walk } from "./walk.ts";

type Draft = Partial<Record<keyof ProductAnswer, string>>;

/**
 * Products until an empty name, as `--product` takes them. `present` are those that are there already: naming one of
 * them asks its fields again.
 */
export async function askProducts(
  prompts: Prompts,
  present: readonly string[],
  canGoBack: boolean,
): Promise<Or<string[]>> {
  let products = [...present];
  for (;;) {
    const name = await prompts.text({
      message: nameMessage(products),
      canGoBack: canGoBack || products.length > present.length,
      check: (value) => value.trim() === "" || plainText("this name", value),
    });
    // Back from a later product takes the last one up again, not the question before all products.
    if (name === LEFT || (name === BACK && products.length === present.length)) return name;
    if (name === BACK) {
      products = products.slice(0, -1);
      continue;
    }
    if (name === "") return products;
    const known = products.find((text) => sameName(text, name));
    const draft = known === undefined ? { name } : { ...parseProduct(known), name };
    const product = await askFields(prompts, draft);
    if (product === LEFT) return LEFT;
    if (product === BACK) continue;
    products = [...products.filter((text) => !sameName(text, name)), product];
  }
}

function sameName(product: string, name: string): boolean {
  return (product.split("|")[0] ?? "").trim().toLowerCase() === name.toLowerCase();
}

function nameMessage(products: readonly string[]): string {
  if (products.length === 0) return "Name of the first product (empty: none yet)";
  const names = products.map((text) => text.split("|")[0]?.trim()).join(", ");
  return `Another product, or one of ${names} to change it (empty: go on)`;
}

/** The fields after the name; back from the first of them gives the product up. */
async function askFields(prompts: Prompts, draft: Draft): Promise<Or<string>> {
  const steps = fieldSteps(prompts, draft.name ?? "");
  const answered = await walk(draft, () => steps, { hasBefore: true });
  if (typeof answered === "symbol") return answered;
  const { name = "", status = "", stack = "", url = "", socialUrl = "", note = "" } = answered;
  return printProduct({ name, status: statusOf(name, status), stack, url, socialUrl, note });
}

function fieldSteps(prompts: Prompts, product: string): Step<Draft>[] {
  const status: Step<Draft> = {
    id: "status",
    ask: async (draft, canGoBack) => {
      const answer = await prompts.choose({
        message: `How far is ${product}?`,
        canGoBack,
        options: Object.entries(STATUS_WORDS).map(([value, means]) => {
          return { value, label: `${value}: ${means}` };
        }),
        initial: draft.status ?? "idea",
      });
      return typeof answer === "symbol" ? answer : { ...draft, status: answer };
    },
  };
  return [
    status,
    textStep(prompts, "stack", { message: "What is it made with?", placeholder: "Node, SQLite" }),
    addressStep(prompts, product, { field: "url", message: "Its address" }),
    addressStep(prompts, product, {
      field: "socialUrl",
      message: "Another address for posts, if posts must not link to that one",
    }),
    textStep(prompts, "note", { message: "A note, such as for whom it is", placeholder: "" }),
  ];
}

const EMPTY = "empty: none";

function textStep(
  prompts: Prompts,
  field: "stack" | "note",
  { message, placeholder }: { message: string; placeholder: string },
): Step<Draft> {
  return {
    id: field,
    ask: async (draft, canGoBack) => {
      const answer = await prompts.text({
        message,
        canGoBack,
        initial: draft[field],
        placeholder: placeholder === "" ? EMPTY : `${placeholder}; ${EMPTY}`,
        check: (value) => value.trim() === "" || plainText("this answer", value),
      });
      return typeof answer === "symbol" ? answer : { ...draft, [field]: answer };
    },
  };
}

function addressStep(
  prompts: Prompts,
  product: string,
  { field, message }: { field: "url" | "socialUrl"; message: string },
): Step<Draft> {
  return {
    id: field,
    ask: async (draft, canGoBack) => {
      const answer = await prompts.text({
        message,
        canGoBack,
        initial: draft[field],
        placeholder: `farol.example; ${EMPTY}`,
        check: (value) => addressOf(product, value),
      });
      if (typeof answer === "symbol") return answer;
      const { url, isCompleted } = addressOf(product, answer);
      if (isCompleted) prompts.say(`https:// was added: ${url}`);
      return { ...draft, [field]: url };
    },
  };
}

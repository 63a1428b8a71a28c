/** A product as the founder gives it, checked field by field. */
import type { ProductStatus } from "../company/constitution/types.ts";
import { HqError } from "../company/error.ts";
import { foldWord, nearWord } from "../company/near-word.ts";
import { plainText } from "./plain-text.ts";

export interface ProductAnswer {
  name: string;
  status: ProductStatus;
  stack: string;
  url: string;
  socialUrl: string;
  note: string;
}

/** With what each says of a product, as it is asked. */
export const STATUS_WORDS: Readonly<Record<ProductStatus, string>> = {
  idea: "nothing is built yet",
  building: "being built, nobody uses it",
  beta: "some use it, not open to all",
  live: "anybody can use it",
  paused: "there, but not worked on",
  retired: "gone",
};
const STATUSES = Object.keys(STATUS_WORDS) as ProductStatus[];

/** Other words for a status; none of them is taken without asking. */
const ALSO_CALLED: Readonly<Record<string, ProductStatus>> = {
  ...{ launched: "live", released: "live", shipped: "live", production: "live", online: "live" },
  ...{ published: "live", running: "live", active: "live", public: "live", ga: "live" },
  ...{ planned: "idea", concept: "idea", "not started": "idea", thinking: "idea" },
  ...{ wip: "building", development: "building", "in development": "building" },
  ...{ "in progress": "building", prototype: "building", building: "building" },
  ...{ alpha: "beta", "closed beta": "beta", "private beta": "beta", preview: "beta" },
  ...{ testing: "beta", pilot: "beta", "on hold": "paused", stopped: "paused" },
  ...{ dead: "retired", sunset: "retired", discontinued: "retired", closed: "retired" },
};

/**
 * A product as written on the command line: `Name|status|stack|url|social url|note`.
 * Only the name is needed.
 */
export function parseProduct(text: string): ProductAnswer {
  const [name = "", status = "", stack = "", url = "", socialUrl = "", ...note] = text
    .split("|")
    .map((part) => part.trim());
  return {
    name: plainText("--product", name),
    status: statusOf(name, status),
    stack: optionalText(stack),
    url: addressOf(name, url).url,
    socialUrl: addressOf(name, socialUrl).url,
    note: optionalText(note.join(", ")),
  };
}

/** The product as `--product` takes it. */
export function printProduct({ name, status, stack, url, socialUrl, note }: ProductAnswer): string {
  return [name, status, stack, url, socialUrl, note]
    .map((cell) => cell.replaceAll("|", "/"))
    .join("|");
}

/** @throws HqError `usage` for a word that is no status, with the one that was most likely meant. */
export function statusOf(product: string, status: string): ProductStatus {
  const written = foldWord(status);
  const known = STATUSES.find((one) => one === (written || "idea"));
  if (known !== undefined) return known;
  const meant = ALSO_CALLED[written] ?? nearWord(written, STATUSES);
  throw new HqError(
    "usage",
    `Cannot use the product "${product}": its status is "${status}", expected one of ${STATUSES.join(", ")}.${meant === null ? "" : ` Did you mean "${meant}"?`}`,
  );
}

export interface Address {
  url: string;
  /** Whether `https://` was put in front of what was written. */
  isCompleted: boolean;
}

/** `farol.example/x`, with a host that has a dot, and perhaps a port. */
const BARE = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d{1,5})?(?:[/?#][^\s|]*)?$/i;

/**
 * The address of a product; one without its protocol gets `https://`, and nothing stays nothing.
 * @throws HqError `usage` for what is no web address.
 */
export function addressOf(product: string, value: string): Address {
  const text = value.trim();
  if (text === "" || (URL.canParse(text) && /^https?:\/\/[^\s|]+$/.test(text))) {
    return { url: text, isCompleted: false };
  }
  if (BARE.test(text)) return { url: `https://${text}`, isCompleted: true };
  throw new HqError(
    "usage",
    `Cannot use the product "${product}": "${text}" is no address, expected one such as https://farol.example.`,
  );
}

/** What was put in front of addresses, one sentence each; `products` as they were given. */
export function completedAddresses(products: readonly string[]): string[] {
  return products.flatMap((text) => {
    const [name = "", , , url = "", socialUrl = ""] = text.split("|").map((part) => part.trim());
    return [url, socialUrl]
      .map((written) => addressOf(name, written))
      .filter(({ isCompleted }) => isCompleted)
      .map((address) => `${name}: https:// was added, the address is ${address.url}.`);
  });
}

function optionalText(value: string): string {
  return value === "" ? "" : plainText("--product", value);
}

/** @throws HqError `usage` when two have one name. */
export function uniqueProducts(products: ProductAnswer[]): ProductAnswer[] {
  const names = products.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return products;
  throw new HqError(
    "usage",
    `Cannot use the products: "${twice}" is named twice, expected one of each.`,
  );
}

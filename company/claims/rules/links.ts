/** Addresses in a draft: only those of the registry, and on public channels the Social URL. */
import type { Product } from "../../constitution/types.ts";
import type { DraftLink } from "../reading/draft.ts";
import { foldAccents } from "../reading/match.ts";
import { hostOf, hostsOf, isWithin } from "../sources/evidence.ts";
import type { ClaimFinding } from "../types.ts";

/** Places that only we see; everything else is public. */
const INTERNAL = new Set(["internal", "memory", "board"]);

export function judgeLinks(
  links: readonly DraftLink[],
  { products, channel }: { products: readonly Product[]; channel: string },
): ClaimFinding[] {
  return links.flatMap((link) => {
    const finding = judgeLink(link, products, channel);
    return finding === null ? [] : [finding];
  });
}

/** The one address of a product that may stand on a channel; empty when there is none. */
export function allowedLink(product: Product, channel: string): string {
  if (INTERNAL.has(channel)) return product.url || product.socialUrl;
  return product.socialUrl || product.url;
}

function judgeLink(
  link: DraftLink,
  products: readonly Product[],
  channel: string,
): ClaimFinding | null {
  const address = addressOf(link.url);
  const host = address === null ? null : hostOf(address.href);
  if (address === null || host === null)
    return wrong(link, "It is no address that can be read.", "Take it from company_facts.");
  const fits = products.some((product) => isBelow(address, allowedLink(product, channel)));
  if (fits && address.username === "" && address.password === "") return null;
  if (address.username !== "" || address.password !== "") {
    const leads = `It looks like another address than the one it leads to (${host}).`;
    return wrong(link, leads, "Take it from company_facts.");
  }
  const owner = products.find((product) => hostsOf([product]).some((own) => isWithin(host, own)));
  if (owner !== undefined) {
    const allowed = allowedLink(owner, channel);
    return wrong(
      link,
      `On ${channel} the registry has another address for ${owner.name}.`,
      allowed === "" ? "Leave the link out." : `Write ${allowed}.`,
    );
  }
  const alike = products.find(({ name }) =>
    foldAccents(host).replaceAll("-", "").includes(foldAccents(name).replaceAll(/[\s-]/g, "")),
  );
  if (alike !== undefined) {
    return wrong(
      link,
      `It looks like an address of ${alike.name}, but the registry does not have it.`,
      `Write ${allowedLink(alike, channel) || "no link"}.`,
    );
  }
  // "Node.js" and "Fly.io" in running text are names.
  if (!/^(?:https?:\/\/|www\.)|\//i.test(link.url)) return null;
  return {
    line: link.line,
    words: link.url,
    rule: "link",
    severity: "warning",
    what: "The registry does not have this address.",
    wayOut: "Leave it out, or have the reviewer look at where it leads.",
  };
}

function wrong({ line, url }: DraftLink, what: string, wayOut: string): ClaimFinding {
  return { line, words: url, rule: "link", severity: "blocking", what, wayOut };
}

function addressOf(text: string): URL | null {
  try {
    return new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text.replace(/^\/\//, "")}`);
  } catch {
    return null;
  }
}

/** The allowed address itself or a page below it, with the same protocol and host. */
function isBelow(address: URL, allowedText: string): boolean {
  const allowed = allowedText === "" ? null : addressOf(allowedText);
  if (allowed === null || address.protocol !== allowed.protocol) return false;
  if (address.host.replace(/^www\./, "") !== allowed.host.replace(/^www\./, "")) return false;
  const base = allowed.pathname.replace(/\/+$/, "");
  return address.pathname === base || address.pathname.startsWith(`${base}/`);
}

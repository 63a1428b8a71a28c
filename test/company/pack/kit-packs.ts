/** The packs of the kit, read as a company reads them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Pack } from "../../../company/pack/pack.ts";
import type { PackDuty } from "../../../company/pack/schema.ts";
import { readPacksIn } from "../../../files/packs.ts";

export const ROOT = path.join(import.meta.dirname, "..", "..", "..");

export const found = await readPacksIn(ROOT, "packs");

export function pack(code: string): Pack {
  const one = found.packs.find(({ card }) => card.code === code);
  if (one === undefined) throw new Error(`no pack ${code}`);
  return one;
}

export function duty(code: string, id: string): PackDuty {
  const one = pack(code).duties.find((each) => each.id === id);
  if (one === undefined) throw new Error(`no duty ${code}:${id}`);
  return one;
}

/** The text of one file of a pack. */
export function partOf(code: string, part: string): string {
  return readFileSync(path.join(ROOT, "packs", code, `${part}.json`), "utf8");
}

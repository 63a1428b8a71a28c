import { FOUNDER } from "../company/constitution/sections.ts";
import { runOf } from "../office/people/speaker.ts";
import type { Io } from "./context.ts";

/** Who types: the department that HQ_AGENT names, else the founder. */
export function authorOf(io: Io): string {
  return runOf(io.env) ?? FOUNDER;
}

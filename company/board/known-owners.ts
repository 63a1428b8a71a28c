/** Who a task can be with when only its line is known: the kit's departments and the founder. */
import { FOUNDER } from "../constitution/sections.ts";

/** The departments of the kit: a task may wait for one that is not on board. */
export const KIT_DEPARTMENTS: readonly string[] = [
  ...["ceo", "cfo", "coo", "marketing", "accountant", "lawyer", "cto", "improver"],
];

/** Whether `name`, without its `@`, is surely an owner and not a word or a handle. */
export function isKnownOwner(name: string): boolean {
  const id = name.toLowerCase();
  return id === FOUNDER || KIT_DEPARTMENTS.includes(id);
}

/** What a proposal changes: its files, and what is said in them that was not said before. */
import { isRecord } from "../kit/fields.ts";
import { readFrontMatter } from "../kit/front-matter.ts";
import type { ChangedFile, KitTexts } from "./proposal.ts";
import { plain, type Unit, unitsOf } from "./units.ts";

/** By path. A text that is no text any more counts as gone; that it came is told apart by the places. */
export function changedFiles(before: KitTexts, after: KitTexts): ChangedFile[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .filter((path) => before.get(path) !== after.get(path) || before.has(path) !== after.has(path))
    .map((path) => ({
      path,
      before: before.get(path) ?? null,
      after: after.get(path) ?? null,
    }));
}

/** The texts of the front matter that a model or a person reads, as units; its keys are judged elsewhere. */
function fieldsOf(page: string): Unit[] {
  const front = readFrontMatter(page);
  if (front.kind !== "fields") return [];
  const said = ["description", "argument-hint", "title", "handoffs", "metadata", "compatibility"];
  const texts = said.flatMap((key) => textsIn(front.data[key]));
  return texts.map((text, at) => ({
    kind: "field",
    text: plain(text),
    under: [],
    block: -1 - at,
    isFirst: true,
  }));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** Everything that a page says. */
export function saidIn(page: string | null): Unit[] {
  return page === null ? [] : [...fieldsOf(page), ...(unitsOf(page) ?? [])];
}

/** Alike whatever is large or small in it. */
export function sameText(text: string): string {
  return text.toLowerCase();
}

/** Under it the first sentence of each item is forbidden, whatever it says. */
const FORBIDDEN_UNDER = /^what (you|it|they|we) must (not|never) do$/i;

export interface Said {
  text: string;
  /** Stands among what must not be done. */
  isForbidden: boolean;
  unit: Unit;
}

/**
 * What the new text says and the old page did not, and each of them together with its neighbours: a
 * sentence may be parted so that no part of it says the whole.
 */
export function newlySaid(file: ChangedFile): { units: Unit[]; said: Said[] } {
  const old = new Set(saidIn(file.before).map(({ text }) => sameText(text)));
  const all = saidIn(file.after);
  const isNew = (unit: Unit | undefined) => unit !== undefined && !old.has(sameText(unit.text));
  const isForbidden = ({ kind, isFirst, under }: Unit) =>
    kind === "item" && isFirst && FORBIDDEN_UNDER.test(under.at(-1) ?? "");
  const units = all.filter(isNew);
  const windows = all.flatMap((unit, at): Said[] => {
    const next = all[at + 1];
    if (next === undefined || !(isNew(unit) || isNew(next))) return [];
    // Lines of a form stand each for itself, and an item begins anew where the one before it has its end.
    const isOne = unit.kind === next.kind && /^(text|item)$/.test(unit.kind);
    const isOver = next.kind === "item" && next.isFirst && /[.!?…]["”)]*$/.test(unit.text);
    if (
      !isOne ||
      isOver ||
      Math.abs(next.block - unit.block) > 1 ||
      isForbidden(unit) ||
      isForbidden(next)
    )
      return [];
    const text = `${unit.text.replace(/[.!?…;:]+$/, ",")} ${next.text}`;
    return [{ text, isForbidden: false, unit }];
  });
  const said = units.map((unit) => ({ text: unit.text, isForbidden: isForbidden(unit), unit }));
  return { units, said: [...said, ...windows] };
}

/** A check of drafts in pages: a draft that goes on stands on the next page again, with the rest of its lists. */
import {
  bytesOf,
  type Listed,
  type PageFields,
  pageNumbered,
  RECORD_BYTES,
  roomBeside,
  shortened,
  splitPages,
} from "../../office/answers.ts";
import type { Checked } from "./checked-drafts.ts";

type Draft = Checked["drafts"][number];
type ListName = (typeof LISTS)[number];

/** What blocks and whom to ask come before what is only to be known. */
const LISTS = ["findings", "reviews", "statements"] as const;

/** One record: a note, the head of a draft, or an item of one of its lists. */
type Part = Listed &
  (
    | { list: "notes"; note: string }
    | { list: "drafts"; head: Draft }
    | { list: ListName; head: Draft; item: unknown }
  );

/** One page of the check, or why there is none. Notes come first: they say what was not looked at. */
export function draftsPage(
  { ok, drafts, notes }: Checked,
  page: number | undefined,
): (Checked & PageFields) | { error: string } {
  const parts: Part[] = [
    ...notes.map((note) => ({
      kind: "notes",
      list: "notes" as const,
      note: shortened(note, RECORD_BYTES),
    })),
    ...drafts.flatMap(partsOf),
  ];
  const room = roomBeside({ ok, drafts: [], notes: [] });
  const found = pageNumbered(splitPages(parts, room, costOf), { tool: "check_draft", page });
  if ("error" in found) return found;
  const shown = new Map<Draft, Draft>();
  for (const part of found.records) {
    if (part.list === "notes") continue;
    const draft = shown.get(part.head) ?? withoutLists(part.head);
    shown.set(part.head, draft);
    if (part.list !== "drafts") (draft[part.list] as unknown[]).push(part.item);
  }
  return {
    ok,
    drafts: [...shown.values()],
    notes: found.records.flatMap((part) => (part.list === "notes" ? [part.note] : [])),
    ...found.fields,
  };
}

function partsOf(draft: Draft): Part[] {
  const head = shortened(withoutLists(draft), RECORD_BYTES);
  return [
    { kind: "drafts", list: "drafts", head },
    ...LISTS.flatMap((list) =>
      draft[list].map((item) => ({
        kind: list,
        list,
        head,
        item: shortened(item, RECORD_BYTES),
      })),
    ),
  ];
}

/** A draft's head costs once on each page on which something of it stands. */
function costOf(part: Part, before: Part | null): number {
  if (part.list === "notes") return bytesOf(part.note) + 1;
  const isThere = before !== null && before.list !== "notes" && before.head === part.head;
  const head = isThere ? 0 : bytesOf(part.head) + 1;
  return part.list === "drafts" ? head : head + bytesOf(part.item) + 1;
}

function withoutLists(draft: Draft): Draft {
  return { ...draft, findings: [], statements: [], reviews: [] };
}

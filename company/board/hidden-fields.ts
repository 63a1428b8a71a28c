/**
 * Fields that a person meant and the board does not see: a due date or an owner that stands in the
 * title, where it may be a word of it. Nothing is guessed: the line is told as it should be written,
 * and stays as it is.
 */
import { FOUNDER } from "../constitution/sections.ts";
import type { Finding } from "../finding.ts";
import { KIT_DEPARTMENTS } from "./known-owners.ts";
import type { Place } from "./place.ts";
import { type Field, readTaskLine, type TaskLine, writeTaskLine } from "./task-line.ts";

const DATE = String.raw`(?<![\w:/.-])\d{4}-\d{2}-\d{2}(?![\w/-]|\.\w)`;
/** `due 2026-11-20`, `due: 2026-11-20`, `📅 2026-11-20`, `@{2026-11-20}`. */
const ANY_DATE = DATE.replace(/^\([^)]*\)/, "");
const MARKED = String.raw`\bdue\b[\s:\u00a0]*(?:\(|on |by )?${ANY_DATE}|[📅📆🗓]\uFE0F?\s*${ANY_DATE}|@\{${ANY_DATE}\}`;
const OWNER = String.raw`(?<![\w@./])@([A-Za-z][A-Za-z0-9-]{0,39})(?![\w@/]|\.\w)`;
/** What people write between fields, and the words that lead to a date. */
const BETWEEN = String.raw`[\s\u00a0·•|,;:()–—-]`;
const LEADING_WORDS =
  /[\s\u00a0]+(?:due|by|on|until|till|before|for|até|para|em|no dia|vence|prazo|fällig(?: am)?|bis(?: zum)?|assigned to)$/iu;

const CODE_OR_ADDRESS = /`[^`]*`|\]\([^)]*\)|https?:\/\/\S+|<[/!]?[A-Za-z][^>]*>/g;
/** `owner: cfo`, where no `@` shows it. */
const NAMED_OWNER = /\b(?:owner|assignee)\s*::?\s*@?([A-Za-z][A-Za-z0-9-]{0,39})\b/giu;
/** `(cfo)`, `[cfo]`, `cfo:` at the beginning: a name without its `@`. */
const FRAMED_OWNER =
  /[([]([a-z][a-z0-9-]{0,39})[)\]]|^([a-z][a-z0-9-]{0,39}|[A-Z]{2,10}):|(?:->|→)[\s\u00a0]*([a-z][a-z0-9-]{0,39})$|(?<=[\s\u00a0]):([a-z][a-z0-9-]{0,39}):$/gu;
const FOUR_DIGITS = /\d{4}/;
const MARKED_DATE = new RegExp(MARKED, "iu");
const ANY_DATED = new RegExp(DATE, "u");
const ANY_OWNER = new RegExp(OWNER, "gu");
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
const WEEKDAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?";
/** A due date in words or in other figures: `due Friday`, `Due: 05/12/2026`, `due 5 Dec`. */
const OTHER_DUE = new RegExp(
  String.raw`\bdue\b[\s:]*(?:(?:on|by|next)\s+)?(?!\d{4}-\d{2}-\d{2}\b)(?:\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?|\d{1,2}\.?\s+${MONTH}|${MONTH}\s+\d{1,2}|${WEEKDAY}|today|tomorrow|week|month|q[1-4]|eo[dwmy]|asap|end\s+of\s+(?:the\s+)?(?:day|week|month|quarter|year))\b(?!-\d)`,
  "iu",
);

/** What a title hides. */
interface Hidden {
  /** The words that show it, as written. */
  shown: string;
  due: string | null;
  agent: string | null;
}

/**
 * What is wrong with the dates and owners of one task, as warnings. `departments` are the ids of the
 * company; without them no name is judged unknown. Done tasks and code, links and addresses in a
 * title are left alone.
 */
export function hiddenFields(
  place: Place,
  line: TaskLine,
  departments: readonly string[] | null,
): Finding[] {
  if (line.done) return [];
  const known = knownOwners(departments);
  const findings: Finding[] = [];
  const said = wordsOf(line);
  const hidden = hiddenIn(said, known);
  if (hidden !== null && !isSaid(line, hidden)) findings.push(hiddenFinding(place, line, hidden));
  const title = hidden?.due == null ? said : "";
  const words = /due/i.test(title) ? OTHER_DUE.exec(blanked(title))?.[0] : undefined;
  if (words !== undefined && fieldOf(line, "due") === undefined) {
    findings.push(otherDueFinding(place, line, words));
  }
  const owner = fieldOf(line, "agent")?.agent;
  if (departments !== null && departments.length > 0 && owner !== undefined && !known.has(owner)) {
    findings.push(unknownOwner(place, line.id, { owner, departments }));
  }
  return findings;
}

/** Whether a part that no field is, such as `due: 2026-11-20`, is told by `hiddenFields`. */
export function isHiddenField(text: string, departments: readonly string[] | null): boolean {
  return hiddenIn(text, knownOwners(departments)) !== null;
}

/** Whether the title of a task holds a date or an owner. */
export function hasHiddenField(line: TaskLine, departments: readonly string[] | null): boolean {
  return hiddenIn(wordsOf(line), knownOwners(departments)) !== null;
}

/** Whether the title of a task says a day in words or in other figures, behind `due`. */
export function saysDueInWords(line: TaskLine): boolean {
  return OTHER_DUE.test(blanked(wordsOf(line)));
}

/** What stands before a day that is no due date: a start, a plan, an end that was. */
const NOT_DUE =
  /(?:[⏳🛫➕✅]\uFE0F?|scheduled|closed|start(?:s|ed|ing)?|since|from|done|was|erledigt|feito|hecho)[\s:(<[]*$/iu;

/**
 * The line with what its title hides as fields; as it is when it hides nothing. A date goes there only when it
 * is said to be due or ends the title: in the midst of words it may be one of them.
 */
export function asMeant(line: TaskLine, departments: readonly string[] | null): string {
  const words = wordsOf(line);
  const hidden = hiddenIn(words, knownOwners(departments));
  if (hidden === null) return writeTaskLine(line);
  const due = isSurelyDue(words, line, hidden.due) ? hidden.due : null;
  const sure = { ...hidden, due };
  const isNothing = due === null && hidden.agent === null;
  return isNothing || isSaid(line, sure) ? writeTaskLine(line) : asItShouldBe(line, sure);
}

function isSurelyDue(words: string, line: TaskLine, due: string | null): boolean {
  if (due === null || line.done || fieldOf(line, "due") !== undefined) return false;
  const at = words.indexOf(due);
  if (NOT_DUE.test(words.slice(0, at))) return false;
  const rest = words.slice(at + due.length).replaceAll(ANY_OWNER, "");
  return (
    MARKED_DATE.test(words) ||
    !/[\p{L}\p{N}]/u.test(rest) ||
    LEADING_WORDS.test(words.slice(0, at).trimEnd())
  );
}

/** A board of a thousand tasks asks for each; its departments are the same list each time. */
let lastKnown: { of: readonly string[] | null; owners: ReadonlySet<string> } | undefined;

/** The ids that a task can be with: the founder, the kit's departments, the company's. */
export function knownOwners(departments: readonly string[] | null): ReadonlySet<string> {
  if (lastKnown?.of === departments) return lastKnown.owners;
  const owners = new Set([FOUNDER, ...KIT_DEPARTMENTS, ...(departments ?? [])]);
  lastKnown = { of: departments, owners };
  return owners;
}

/** The title and what else is no field, as one text. */
function wordsOf({ segments, fields }: TaskLine): string {
  const words = segments.map((segment, at) => {
    const kind = fields[at]?.kind;
    if (kind !== "title" && kind !== "unknown") return null;
    return at === 0 ? segment.trim().replace(/^T-\d+[ \t]+/, "") : segment.trim();
  });
  return words.filter((text) => text !== null).join(" · ");
}

function hiddenIn(words: string, known: ReadonlySet<string>): Hidden | null {
  const seen = blanked(words);
  // A figure of four digits is in every date: most titles have none, and are looked at once.
  const date = FOUR_DIGITS.test(seen) ? (MARKED_DATE.exec(seen) ?? ANY_DATED.exec(seen)) : null;
  const owners = seen.includes("@") ? [...seen.matchAll(ANY_OWNER)] : [];
  const said = /[([:>→]/u.test(seen) ? [NAMED_OWNER, FRAMED_OWNER] : [];
  const named = said
    .flatMap((form) => [...seen.matchAll(form)])
    .find((match) => known.has(nameIn(match)));
  const owner =
    named ??
    owners.find(([, name = ""]) => known.has(name.toLowerCase())) ??
    (date === null ? undefined : owners.find(({ index }) => isFieldLike(seen, index)));
  if (date === null && owner === undefined) return null;
  return {
    shown: date?.[0] ?? owner?.[0] ?? "",
    due: date === null ? null : (/\d{4}-\d{2}-\d{2}/.exec(date[0])?.[0] ?? null),
    agent: owner === undefined ? null : nameIn(owner),
  };
}

/** Each form of an owner has the name in a group of its own. */
function nameIn([, ...groups]: readonly (string | undefined)[]): string {
  return (groups.find((name) => name !== undefined) ?? "").toLowerCase();
}

/** `- @sales -`: a name that no department has, set off as a field. */
function isFieldLike(words: string, at: number): boolean {
  return /[·•|,;–—-][\s\u00a0]*$/u.test(words.slice(0, at));
}

/** The same text with what is code, a link or an address blanked out, so that places stay. */
function blanked(text: string): string {
  return text.replaceAll(CODE_OR_ADDRESS, (part) => "\u0001".repeat(part.length));
}

/** A date or name in the title that the fields say too is the title's own. */
function isSaid(line: TaskLine, { due, agent }: Hidden): boolean {
  const given = fieldOf(line, "due");
  const saysDue = due === null || given?.due === due || (given?.was ?? []).includes(due);
  const saysAgent = agent === null || fieldOf(line, "agent")?.agent === agent;
  return saysDue && saysAgent;
}

function hiddenFinding(place: Place, line: TaskLine, hidden: Hidden): Finding {
  const due = fieldOf(line, "due")?.due ?? null;
  const beside = hidden.due !== null && due !== null ? `, beside due ${due}` : "";
  return {
    ...place,
    severity: "warning",
    what: `${line.id} has "${hidden.shown.trim()}" in its title${beside}, where no date or owner is read`,
    expected: "fields parted by ` · `",
    fix:
      hidden.due !== null && due !== null
        ? "Make it the due date if it is one; put it in `backticks` if it belongs to the title."
        : `Write: ${asItShouldBe(line, hidden)}`,
  };
}

/** The board's dates are ISO; a person says the day to the command. */
function otherDueFinding(place: Place, line: TaskLine, words: string): Finding {
  return {
    ...place,
    severity: "warning",
    what: `${line.id} has "${words.trim()}" in its title, which is no date that the board reads`,
    expected: "due YYYY-MM-DD behind ` · `",
    fix: `Set it with: hq board due ${line.id} DAY, such as fri or 2026-11-27.`,
  };
}

function unknownOwner(
  place: Place,
  id: string,
  { owner, departments }: { owner: string; departments: readonly string[] },
): Finding {
  return {
    ...place,
    severity: "warning",
    what: `${id} is with @${owner}, whom the company does not have`,
    expected: [FOUNDER, ...departments].join(", "),
    fix: "Name one of these, or add the department to the constitution.",
  };
}

/** The line with what the title hid as fields; what was a field already stays one. */
function asItShouldBe(line: TaskLine, hidden: Hidden): string {
  const title = bareTitle(wordsOf(line), hidden);
  const given = (kinds: readonly Field["kind"][]) =>
    line.segments.flatMap((segment, at) =>
      kinds.includes(line.fields[at]?.kind ?? "title") ? [segment.trim()] : [],
    );
  const agent = fieldOf(line, "agent") === undefined && hidden.agent !== null;
  const due = fieldOf(line, "due") === undefined && hidden.due !== null;
  const fields = [
    ...(agent ? [`@${hidden.agent}`] : given(["agent"])),
    ...(due ? [`due ${hidden.due}`] : given(["due"])),
    ...given(["was", "blocked", "root-cause", "done"]),
  ];
  const text = writeTaskLine({
    ...line,
    segments: [[`${line.id} ${title}`, ...fields].join(" · ")],
    marks: [],
    tail: line.tail.trimEnd() === "" ? "" : line.tail,
  });
  const read = readTaskLine(text);
  return read.kind === "task" ? text.trim() : `- [ ] ${line.id} ${title}`;
}

/** The words without the date and the name; inside a sentence the name stays as a word. */
function bareTitle(words: string, { due, agent }: Hidden): string {
  let title = words;
  const cut = (pattern: string, flags: string) => {
    const match = new RegExp(pattern, flags).exec(blanked(title));
    if (match === null) return;
    // A closing bracket ends what stands before, such as a link.
    const before = title.slice(0, match.index).replace(new RegExp(`(?!\\))${BETWEEN}+$`, "u"), "");
    const after = title.slice(match.index + match[0].length);
    const rest = after.replace(new RegExp(`^${BETWEEN}+`, "u"), "");
    title = `${before.replace(LEADING_WORDS, "")}${rest === "" ? "" : ` ${rest}`}`;
  };
  // The date that is meant, not the first of several.
  if (due !== null) cut(new RegExp(MARKED, "iu").test(blanked(title)) ? MARKED : due, "iu");
  if (agent !== null) {
    cut(NAMED_OWNER.source, "iu");
    const framed = String.raw`[([]${agent}[)\]]|^${agent}:|(?:->|→)\s*${agent}$|(?<=\s):${agent}:$`;
    cut(framed, "iu");
    const name = new RegExp(String.raw`(?<![\w@./])@${agent}(?![\w/])`, "iu");
    const at = blanked(title).search(name);
    const isAtEnd = at !== -1 && /^[^\p{L}\p{N}]*$/u.test(title.slice(at + agent.length + 1));
    const isFirst = at === 0 && /^@[\w-]+:/.test(title);
    if (isFirst || isAtEnd || (at !== -1 && isFieldLike(title, at))) cut(name.source, "iu");
    else title = title.replace(name, (said) => said.slice(1));
  }
  return tidied(title) || words;
}

/** Brackets, marks of emphasis and words that only led to what was taken out. */
function tidied(title: string): string {
  const empty = /[([{<][\s,;:@]*[)\]}>]|(\*\*|__|\*|_)\s*\1/gu;
  const bare = title
    .replaceAll(empty, "")
    .replaceAll(/(?<=\s)(?:\*\*|__)(?=\s|$)/gu, "")
    .replaceAll(/[\s\u00a0]+/g, " ");
  const led =
    /[\s·•|,;:([–—→-]*(?:\b(?:owner|assignee|assigned to|deadline|prazo|eta)|@due|[⏰🛫⏳📅📆🗓]\uFE0F?)?[\s:]*$/iu;
  return bare
    .replace(led, "")
    .replace(/^[\s:]+/, "")
    .replace(/[ .,;:]+$/, "");
}

function fieldOf<K extends Field["kind"]>(line: TaskLine, kind: K) {
  return line.fields.find((field): field is Extract<Field, { kind: K }> => field.kind === kind);
}

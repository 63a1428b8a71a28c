/** What an entity is called on the map: its sentence or its words, not its id. */
import { newestValue } from "../../../mcp-memory/rules/labels.ts";

interface Named {
  name: string;
  entityType: string;
  observations: readonly { text: string }[];
}

/** Longer is no title; the map cuts further, to what has room. */
const TITLE_CHARS = 90;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Labels whose value says what the entity is, the best first. */
const TITLE_LABELS = ["Title", "Decision", "Summary"];
/** `decision:2026-10-05:sargaco-bet`: parts without blanks, the first one in lower case. */
const IS_ID = /^[\p{Ll}][\p{L}\p{N}_-]*(?::[^\s:]+)+$/u;
/** Ids that are a name with a word before it: their slug says more than their first fact. */
const NAMED_BY_SLUG = new Set(["client", "customer", "campaign", "metric", "prompt-run", "person"]);

/** At most 90 characters, cut at the end of a word; never empty. */
export function titleOf({ name, entityType, observations }: Named): string {
  const texts = observations.map(({ text }) => text);
  const said = TITLE_LABELS.map((label) => newestValue(texts, label)).find(
    (value) => value !== null,
  );
  const sentence =
    capital(said) ?? (IS_ID.test(name) ? titleOfId({ name, entityType, texts }) : null);
  const title = sentence === null ? oneLine(name) : firstSentence(oneLine(sentence));
  return shortened(title, TITLE_CHARS) || shortened(oneLine(name), TITLE_CHARS) || "(no name)";
}

function titleOfId(on: { name: string; entityType: string; texts: readonly string[] }): string {
  const [kind = "", ...parts] = on.name.split(":");
  const words = parts.filter((part) => !DATE.test(part)).join(" ");
  const date = parts.find((part) => DATE.test(part));
  if (words === "") return `${spoken(kind)} of ${date}`;
  if (kind === "metric")
    return [spoken(words), newestValue(on.texts, "Value")].filter(Boolean).join(": ");
  if (kind === "deadline") return [spoken(words), date].filter(Boolean).join(", ");
  if (NAMED_BY_SLUG.has(on.entityType.toLowerCase())) return spoken(words);
  // A label such as "Due: 2026-12-05" is no sentence.
  return (
    on.texts.find((text) => text.trim() !== "" && !/^[\p{Lu}][^:.]{0,30}:/u.test(text)) ??
    spoken(words)
  );
}

/** What founders write in capitals. */
const CAPITALS =
  /(?<![\p{L}-])(?:saf-t|iva|irs|irc|vat|mrr|arr|gdpr|rgpd|nps|api|eu|uk|usa)(?![\p{L}-])/giu;

/** "iva-periodic-return" as words. */
function spoken(slug: string): string {
  const words = slug
    .replaceAll(/[-_]+/g, " ")
    .replaceAll(/\bsaf t\b/g, "saf-t")
    .replaceAll(CAPITALS, (word) => word.toUpperCase())
    .trim();
  return capital(words) || slug;
}

/** Begun with a capital, where it begins with a word. */
function capital<Text extends string | undefined>(text: Text): Text {
  return (text === undefined ? text : text.charAt(0).toUpperCase() + text.slice(1)) as Text;
}

/** The text up to the first full stop that a capital follows, but not after a short form; or all of it. */
function firstSentence(text: string): string {
  const end = /(?:(?<=[\p{L}\p{N})"”’]{4})[.…]|[!?])(?=\s+["“(]?\p{Lu})/u.exec(text);
  const sentence = end === null ? text : text.slice(0, end.index + 1);
  return sentence.replace(/(?<=[^.])\.$/, "");
}

/** Characters that turn or hide text stay out of labels. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** At most `chars` characters, the last one an ellipsis when something was cut; between words where it can. */
export function shortened(text: string, chars: number): string {
  const letters = [...text];
  if (letters.length <= chars) return text;
  const head = letters.slice(0, chars - 1).join("");
  const space = head.search(/[\s,;:–—-]+\S*$/u);
  const isBetween = /[\s,;:–—-]/u.test(letters[chars - 1] ?? "");
  const cut = !isBetween && space > chars / 2 ? head.slice(0, space) : head;
  return `${cut.replace(/[\s,;:–—-]+$/u, "")}…`;
}

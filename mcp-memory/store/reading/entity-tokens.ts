/** An entity as the index of recall holds it. */
import { conceptsIn } from "../../recall/concepts.ts";
import { IMPORTANT_TYPES } from "../../recall/rank.ts";
import { otherForms, tokensOf } from "../../recall/tokens.ts";

export interface IndexTokens {
  name: string[];
  type: string[];
  body: string[];
}

/** The tokens of an entity by column; `note` is told each word of its texts. */
export function indexTokens(
  entity: { name: string; entityType: string; observations: readonly string[] },
  note: (word: string) => void = () => undefined,
): IndexTokens {
  const name = indexed([entity.name], note);
  const type = indexed([entity.entityType], note);
  const isImportant = IMPORTANT_TYPES.some((concept) => type.includes(conceptToken(concept)));
  const body = [
    ...indexed(entity.observations, note),
    ...new Set(name.map(nameToken)),
    ...(isImportant ? [IMPORTANT_TOKEN] : []),
  ];
  return { name, type, body };
}

/** What all have in the index whose type is one of the important. */
export const IMPORTANT_TOKEN = "\ue012";

/**
 * How a token of a name stands in the index beside the name itself: to ask FTS5 for a column's words
 * reads all that hold them anywhere (1 ms for a common word at 10,000 entities).
 */
export function nameToken(token: string): string {
  return `\ue011${token}`;
}

/** How a concept stands in the index: begun by a character that no word begins with. */
export function conceptToken(concept: string): string {
  return `\ue010${concept.replaceAll("_", "")}`;
}

/** Texts as the index holds them: their words in order, then what else they may be found by. */
function indexed(texts: readonly string[], note: (word: string) => void): string[] {
  const parts: string[] = [];
  const more = new Set<string>();
  for (const text of texts) {
    const tokens = tokensOf(text);
    for (const token of tokens) {
      parts.push(token);
      note(token);
    }
    for (const form of otherForms(text)) more.add(form);
    for (const concept of conceptsIn(tokens)) more.add(conceptToken(concept));
  }
  return [...parts, ...more];
}

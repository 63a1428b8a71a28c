import { type FindSecret, loadSecretRules } from "./kept-secret-rules.ts";
import { secretShapeIn } from "./secret-shapes.ts";

let loading: Promise<FindSecret> | undefined;

/** What kind of secret the texts of one entity hold, in words; null when none. */
export async function findSecret(texts: readonly string[]): Promise<string | null> {
  // One text with breaks between: each rule then runs once a call, and none matches over a break.
  const text = texts.join("\n\n");
  const shape = secretShapeIn(text);
  if (shape !== null) return shape;
  loading ??= loadSecretRules();
  return (await loading)(text);
}

/**
 * Secretlint's recommended rules, run one by one. Its own engine is left out: it leaves 56 entries a
 * call in the process's performance timeline, 12 kB a call that a server never gets back (measured
 * with version 12.0.0), and it lets a comment in the text switch rules off.
 */
interface Message {
  messageId: string;
}

interface Rule {
  meta: { id: string };
  create(context: RuleContext, options: object): { file?(source: Source): unknown };
}

interface RuleContext {
  sharedOptions: object;
  createTranslator(messages: object): (messageId: string) => Message;
  report(descriptor: { message: Message }): void;
  ignore(): void;
}

interface Source {
  content: string;
  filePath: string;
  ext: string;
  contentType: "text";
  hasBOM: boolean;
}

/** Says what kind of secret a text holds, by the rule's name for it; null when none. */
export type FindSecret = (text: string) => Promise<string | null>;

/** Loads the rules: about 30 ms, so not before the first write. */
export async function loadSecretRules(): Promise<FindSecret> {
  const module = (await import("@secretlint/secretlint-rule-preset-recommend")) as {
    rules: readonly unknown[];
  };
  return async (text) => {
    let found: string | null = null;
    const context: RuleContext = {
      sharedOptions: {},
      createTranslator: () => (messageId) => ({ messageId }),
      report: ({ message }) => {
        found ??= inWords(message.messageId);
      },
      ignore: () => undefined,
    };
    const content = withoutExamples(text);
    const source: Source = {
      content,
      filePath: "fact.txt",
      ext: ".txt",
      contentType: "text",
      hasBOM: false,
    };
    for (const rule of module.rules as readonly Rule[]) {
      if (rule.meta.id.endsWith("filter-comments")) continue;
      await rule.create(context, {}).file?.(source);
    }
    return found;
  };
}

/** A connection without a real password (`postgres://app:***@db`) is how one should be written down. */
function withoutExamples(text: string): string {
  return text.replaceAll(
    /:\/\/[^\s:/@]{1,100}:(?:\*+|<[^>\s]*>|\$?\{[^}\s]*\}|x{3,}|…|\.{3})@/gi,
    "://",
  );
}

/** `HUGGINGFACE_USER_ACCESS_TOKEN` becomes "a secret (huggingface user access token)". */
function inWords(messageId: string): string {
  const words = messageId.replaceAll(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return `a secret (${words.toLowerCase()})`;
}

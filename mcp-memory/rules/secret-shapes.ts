/**
 * Shapes of well-known keys, as their makers document them. They are looked at first, at no cost;
 * `kept-secret-rules.ts` knows more. What only looks random is no secret: names, hashes, UUIDs,
 * prices and IBANs are facts that a company stores. (An IBAN stands on every invoice. A card's
 * number is a secret: with the date on it, it pays.)
 */
interface Shape {
  /** What it is, for the sentence "it holds …". */
  words: string;
  pattern: RegExp;
  /** A last look at what matched. */
  isReal?(match: string): boolean;
}

const SHAPES: readonly Shape[] = [
  {
    words: "a GitHub token",
    pattern: /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})/,
  },
  { words: "a GitLab token", pattern: /(?<![\w-])glpat-[\w-]{20,}/ },
  { words: "an AWS access key", pattern: /(?<![\w-])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/ },
  { words: "a Google API key", pattern: /(?<![\w-])AIza[\w-]{35}/ },
  { words: "a Google client secret", pattern: /(?<![\w-])GOCSPX-[\w-]{28}/ },
  { words: "a Slack token", pattern: /(?<![\w-])xox[abeprs]-[A-Za-z0-9-]{20,}/ },
  {
    words: "a Slack webhook",
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/[\w/]{30,}/,
  },
  {
    words: "a Stripe key",
    pattern: /(?<![\w-])(?:[sr]k_live_[A-Za-z0-9]{20,}|whsec_[\w+/=]{32,})/,
  },
  {
    words: "a model provider's key",
    pattern: /(?<![\w-])sk-(?:ant-|proj-|svcacct-|or-v1-)?(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{32,}/,
    // Words with hyphens between them are a name, not a key.
    isReal: (match) => /[A-Za-z0-9_]{16,}/.test(match),
  },
  { words: "an npm token", pattern: /(?<![\w-])npm_[A-Za-z0-9]{36}/ },
  { words: "a PyPI token", pattern: /(?<![\w-])pypi-AgEIcHlwaS5vcmc[\w-]{50,}/ },
  { words: "a SendGrid key", pattern: /(?<![\w-])SG\.[\w-]{22}\.[\w-]{43}/ },
  { words: "a Docker Hub token", pattern: /(?<![\w-])dckr_(?:pat|oat)_[\w-]{27,}/ },
  { words: "a DigitalOcean token", pattern: /(?<![\w-])do[opr]_v1_[a-f0-9]{64}/ },
  { words: "a Resend key", pattern: /(?<![\w-])re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}/ },
  { words: "a Telegram bot's token", pattern: /(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])/ },
  { words: "an Azure storage key", pattern: /AccountKey=[A-Za-z0-9+/]{86}==/ },
  { words: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { words: "an age private key", pattern: /AGE-SECRET-KEY-1[0-9A-Z]{58}/ },
  {
    words: "a signed token (JWT)",
    pattern: /(?<![\w-])eyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/,
  },
  {
    words: "a password in a link",
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:([^\s/@]{6,100})@[\w.-]+/i,
    isReal: (match) => !PLACEHOLDER.test(/:([^:@]*)@/.exec(match)?.[1] ?? ""),
  },
  {
    words: "a password or key beside its name",
    pattern:
      /\b(?:password|passwd|pwd|passphrase|senha|palavra-passe|api[ _-]?key|secret[ _-]?key|access[ _-]?token|auth[ _-]?token|client[ _-]?secret|chave[ _-]api)["']?\s*(?:is|é|[:=])\s*["'`]?([^\s"'`,;]{10,200})/i,
    isReal: (match) => looksRandom(/([^\s"'`=:]+)["'`]?$/.exec(match)?.[1] ?? ""),
  },
  {
    words: "a card number",
    pattern:
      /(?<![\d.,-])(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|3[47]\d{2}|6011|65\d{2})(?:([ -]?)\d{4}\1\d{4}\1\d{4}|[ -]?\d{6}[ -]?\d{5})(?![\d-])/,
    isReal: (match) => isCard(match.replaceAll(/\D/g, "")),
  },
];

const PLACEHOLDER =
  /^(?:[<{[$%].*|\*+|x+|\.+|…|pass(?:word|wd)?|secret|your.*|changeme|example|redacted|hidden)$/i;

/** What well-known kind of secret the text holds, in words; null when none. */
export function secretShapeIn(text: string): string | null {
  for (const { words, pattern, isReal } of SHAPES) {
    const match = pattern.exec(text)?.[0];
    if (match !== undefined && (isReal?.(match) ?? true)) return words;
  }
  return null;
}

/** Small and capital letters and digits in no order that a word, a path or a date has. */
function looksRandom(value: string): boolean {
  if (PLACEHOLDER.test(value) || /[/\\]|^\d{4}-\d\d-\d\d|^[A-Z][A-Z0-9_]*$/.test(value))
    return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length;
  return kinds === 3 || (kinds === 2 && /\d/.test(value) && entropyBits(value) >= 3.2);
}

/** Shannon entropy in bits a character. */
function entropyBits(text: string): number {
  const counts = Map.groupBy(text, (char) => char);
  let bits = 0;
  for (const { length } of counts.values()) {
    const share = length / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

/** Numbers that payment providers publish for tests. */
const TEST_CARDS = new Set(["4242424242424242", "4111111111111111", "5555555555554444"]);

/** Whether the digits are a card's by their check digit (Luhn, ISO/IEC 7812-1). */
function isCard(digits: string): boolean {
  if (TEST_CARDS.has(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

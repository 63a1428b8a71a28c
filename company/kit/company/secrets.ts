/**
 * Strings in the shape of well-known keys. Only shapes that hardly occur by chance are listed, so
 * that a finding is worth reading; the file never holds the key itself.
 */
import type { Finding } from "../../finding.ts";
import type { KitFile } from "../context.ts";
import { errorAt, lineAt } from "../findings.ts";

/** One expression, so that a file is read once; each name is the group that matched. */
const SHAPES: Readonly<Record<string, { words: string; pattern: string }>> = {
  github: {
    words: "a GitHub token",
    pattern: "gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}",
  },
  gitlab: { words: "a GitLab token", pattern: "glpat-[A-Za-z0-9_-]{20,}" },
  // Those that end so are the ones of AWS's documentation.
  aws: { words: "an AWS access key", pattern: "(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}" },
  google: { words: "a Google API key", pattern: "AIza[A-Za-z0-9_-]{35}" },
  slack: { words: "a Slack token", pattern: "xox[abeprs]-[A-Za-z0-9-]{20,}" },
  stripe: { words: "a Stripe key", pattern: "[sr]k_live_[A-Za-z0-9]{20,}" },
  model: {
    words: "a model provider's key",
    pattern: "sk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{32,}",
  },
  npm: { words: "an npm token", pattern: "npm_[A-Za-z0-9]{36}" },
  sendgrid: { words: "a SendGrid key", pattern: "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}" },
  privateKey: {
    words: "a private key",
    // The heading alone is what a page about keys says; in JSON a line ends with \\n.
    pattern:
      "-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\\\\[rn]|\\s)*(?:[A-Za-z-]+: [^\\n]*\\s+)*[A-Za-z0-9+/=]{16,}",
  },
};

const ANY = new RegExp(
  Object.entries(SHAPES)
    .map(([name, { pattern }]) => `(?<![A-Za-z0-9_-])(?<${name}>${pattern})`)
    .join("|"),
);

/** What kind of secret the text seems to hold, null when none. */
export function secretIn(text: string): string | null {
  const groups = ANY.exec(text)?.groups;
  const name = Object.keys(SHAPES).find((shape) => groups?.[shape] !== undefined);
  return name === undefined ? null : (SHAPES[name]?.words ?? null);
}

/** The places of a file that seem to hold a secret. */
export function checkSecrets(file: KitFile): Finding[] {
  return [...file.text.matchAll(new RegExp(ANY, "g"))].map((match) =>
    errorAt(file.path, lineAt(file.text, match.index), {
      what: `what looks like ${secretIn(match[0]) ?? "a key"}`,
      expected: "no secret in a file that git keeps",
      fix: "Revoke the key first, then take it out of the file and of git's history.",
    }),
  );
}

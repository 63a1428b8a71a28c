import { expect, test } from "vitest";
import { checkSecrets, secretIn } from "../../../../company/kit/company/secrets.ts";

/** Joined here, so that no scanner takes this file for a leak. */
const KEYS: [string, string][] = [
  ["a GitHub token", `gh${"p_"}${"a1B2".repeat(9)}`],
  ["a GitHub token", `github${"_pat_"}${"a1B2".repeat(12)}`],
  ["a GitLab token", `gl${"pat-"}${"a1B2".repeat(5)}`],
  ["an AWS access key", `AK${"IA"}${"ABCD".repeat(4)}`],
  ["a Google API key", `AI${"za"}${"a1B2C".repeat(7)}`],
  ["a Slack token", `xo${"xb-"}${"1234567890-".repeat(3)}a`],
  ["a Stripe key", `sk_${"live_"}${"a1B2".repeat(6)}`],
  ["a model provider's key", `sk-${"ant-"}${"a1B2".repeat(10)}`],
  ["an npm token", `np${"m_"}${"a1B2".repeat(9)}`],
  ["a private key", `-----BEGIN ${"OPENSSH PRIVATE"} KEY-----\n${"a1B2".repeat(8)}`],
  ["a private key", `"-----BEGIN ${"PRIVATE"} KEY-----\\n${"a1B2".repeat(8)}`],
  [
    "a private key",
    `-----BEGIN ${"RSA PRIVATE"} KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\n${"a1B2".repeat(8)}`,
  ],
];

test.each(KEYS)("%s is known by its shape", (words, key) => {
  expect(secretIn(`token: ${key}.`)).toBe(words);
});

test.each([
  "the risk-management-of-a-very-long-hyphenated-word-in-prose",
  "gh" + "p_short",
  "-----BEGIN PUBLIC KEY-----",
  `| PEM key | \`-----BEGIN ${"RSA PRIVATE"} KEY-----\` | never commit it |`,
  // The documentation's own.
  `AK${"IA"}IOSFODNN7EXAMPLE`,
  "deadline:iva-periodic-return:2026-11-20",
  "$GITHUB_TOKEN",
  `task-${"a".repeat(60)}`,
])("%j is no secret", (text) => {
  expect(secretIn(text)).toBeNull();
});

test("a finding names the line and never the key", () => {
  const [, key] = KEYS[0] ?? ["", ""];
  const findings = checkSecrets({ path: "BOARD.md", text: `# Board\n\nuse ${key}\n` });
  expect(findings).toMatchObject([{ file: "BOARD.md", line: 3, severity: "error" }]);
  expect(JSON.stringify(findings)).not.toContain(key);
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { secretIn } from "../../../company/kit/company/secrets.ts";
import { secretShapeIn } from "../../../mcp-memory/rules/secret-shapes.ts";
import { findSecret } from "../../../mcp-memory/rules/secrets.ts";
import { SECRETS } from "./refused-writes.ts";

const ROOT = path.join(import.meta.dirname, "../../..");

describe("secrets", () => {
  it("that the doctor finds in files are refused by the memory too", () => {
    const texts = SECRETS.flatMap(({ entity }) => entity.observations);
    const found = texts.filter((text) => secretIn(text) !== null);
    expect(found.length).toBeGreaterThan(8);
    for (const text of found) expect(secretShapeIn(text), text).not.toBeNull();
  });

  it.each([
    "550e8400-e29b-41d4-a716-446655440000",
    "8cde5a3f0f1c2b3a4d5e6f708192a3b4c5d6e7f8",
    "sha512-B/udqfk9mShYI6zarpSlpXIgXvBj3VtRCG8Svm6EYerOViEFhDs6Yy9dm5rHB4ZgoP9Ru2fVn+jJGVvMs+yLXg==",
    "PT50 0002 0123 1234 5678 9015 4",
    "1,163.00 EUR, 4000 1234 5678 9010 is the order",
    "4242 4242 4242 4242",
    "Password: stored in the password manager",
    "Password: <from the manager>",
    "API key: STRIPE_LIVE_KEY in .env",
    "api_key: rotated on 2026-11-20",
    "secret key = path/to/key2.pem",
    "postgres://app:***@db.example/app and postgres://localhost:5432/app",
    `postgres://app:${"$"}{PASSWORD}@db.example/app`,
    "the token of GitHub begins with ghp_ and has 40 characters",
    "sk-learn-is-a-library-for-machine-learning-in-python",
    "task-1234-fix-the-login-of-the-second-shop-in-porto",
    "ssh://git@git.example:2222/redeiro.git",
    "AWS account 123456789012 in eu-west-1",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    "Phone of the hotline: +351 210 000 000",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  ])("are not seen in %s", async (text) => {
    expect(await findSecret([text])).toBeNull();
  });

  it("are not seen in anything that the kit or its sample company says", async () => {
    const files = [".github", "docs", "examples"].flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
        // What a command left in the sample is local, and none of what the kit says.
        .filter((file) => /\.(md|jsonl|json)$/.test(file) && !/\.(?:memory|hq)\//.test(`${file}/`))
        .map((file) => path.join(ROOT, folder, file)),
    );
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      for (const line of readFileSync(file, "utf8").split("\n")) {
        expect(await findSecret([line]), `${file}: ${line.slice(0, 80)}`).toBeNull();
      }
    }
  });

  it("are looked for in a text of any size in no time to speak of", async () => {
    const hard = [
      "a:".repeat(10_000),
      "://".repeat(6_000),
      "password=".repeat(2_000),
      "4 ".repeat(10_000),
      "-".repeat(20_000),
    ];
    for (const text of hard) expect(await findSecret([text]), text.slice(0, 20)).toBeNull();
  });
});

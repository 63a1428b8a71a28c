/** One line of plain text, as every answer of a founder must be. */
import { HqError } from "../company/error.ts";

const TEXT_LIMIT = 200;

/**
 * One line of plain text without control characters, at most 200 characters. `name` is the option
 * it came with, or what a person calls it.
 */
export function plainText(name: string, value: string): string {
  const text = value.trim();
  if (
    text !== "" &&
    text.length <= TEXT_LIMIT &&
    !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
  ) {
    return text;
  }
  const found = text === "" ? "nothing" : `${text.length} characters, or a line break among them`;
  throw new HqError(
    "usage",
    `Cannot use ${name.startsWith("--") ? `the value of ${name}` : name}: ${found}, expected one line of 1 to ${TEXT_LIMIT} characters.`,
  );
}

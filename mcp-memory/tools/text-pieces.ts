/** A long text for answers that are given out in pages. */
import { bytesOf } from "./answer-size.ts";
import { RECORD_BYTES } from "./pages.ts";

/** As many characters of a line that is too long for a record; six bytes each at most. */
const PIECE = /[\s\S]{1,200}/gu;

/** The text in pieces of which each fits as a record: lines, and parts of very long ones. */
export function textPieces(text: string): string[] {
  return text
    .split(/(?<=\n)/)
    .flatMap((line) => (bytesOf(line) <= RECORD_BYTES ? [line] : (line.match(PIECE) ?? [])))
    .filter((piece) => piece !== "");
}

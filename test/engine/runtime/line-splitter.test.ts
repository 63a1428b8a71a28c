import fc from "fast-check";
import { expect, it } from "vitest";
import { createLineSplitter } from "../../../engine/runtime/line-splitter.ts";

it("gives the lines of a stream however it is cut, letters and line separators included", () => {
  const text = fc.array(fc.constantFrom("a", "ã", "\u2028", "😀", "\r", "\n", ""), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(text, fc.array(fc.nat(7), { maxLength: 60 }), (letters, cuts) => {
      const whole = Buffer.from(letters.join(""));
      const splitter = createLineSplitter();
      const lines: string[] = [];
      let from = 0;
      for (const cut of [...cuts, whole.length]) {
        lines.push(...splitter.push(whole.subarray(from, from + cut)));
        from += cut;
      }
      lines.push(splitter.rest());
      expect(lines).toEqual(whole.toString("utf8").split("\n"));
    }),
  );
});

it("leaves a line out that is longer than its limit, and only that one", () => {
  const splitter = createLineSplitter(10);
  const lines = ["short", "x".repeat(11), "again"].flatMap((line) => [
    ...splitter.push(Buffer.from(line)),
    ...splitter.push(Buffer.from("\n")),
  ]);
  expect(lines).toEqual(["short", "", "again"]);
});

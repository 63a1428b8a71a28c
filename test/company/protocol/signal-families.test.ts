/** The lists of wordings stay readable data: in order, each thing once, each family of a signal. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { ENGLISH_WORDINGS } from "../../../company/protocol/wordings-english.ts";
import { PORTUGUESE_WORDINGS } from "../../../company/protocol/wordings-portuguese.ts";
import { fold } from "../../../company/protocol/words.ts";

const root = path.join(import.meta.dirname, "../../..");

/** Each list as it is written: one in two families is one list. */
const lists = ["english", "portuguese"].flatMap((language) => {
  const source = readFileSync(path.join(root, `company/protocol/wordings-${language}.ts`), "utf8");
  return [...source.matchAll(/(\S+)(?: =|:) `(?:\$\{\w+\},)?\s*([^`]*)`/g)].map(
    ([, name = "", list = ""]) => ({ name, list, wordings: list.split(/,\s+/) }),
  );
});

const folded = (wording: string) => wording.split(" ").map(fold).join(" ");

describe("the wordings of a signal", () => {
  it("stand in alphabetical order, parted by a comma and one space or a new line", () => {
    const heaps = lists.filter(({ list, wordings }) => {
      const ordered = wordings.toSorted((a, b) => a.localeCompare(b, "en"));
      return list.replaceAll("\n    ", " ") !== ordered.join(", ");
    });
    expect(heaps.map(({ name }) => name)).toEqual([]);
  });

  it("leave out what another of the list meets already", () => {
    const met = lists.flatMap(({ wordings }) => {
      const plain = wordings.map(folded);
      return plain.filter((wording, at) =>
        plain.some(
          (other, place) =>
            place !== at && (` ${wording} `.includes(` ${other} `) || wording === `${other}s`),
        ),
      );
    });
    expect(met).toEqual([]);
  });

  it("belong to a signal of the kit's table, by its folded name", () => {
    const page = ".github/copilot-instructions.md";
    const { constitution } = parseConstitution(readFileSync(path.join(root, page), "utf8"), page);
    const signals = constitution.reviewTriggers.flatMap((rule) => rule.signals);
    const known = new Set(
      signals.map((signal) => signal.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase()),
    );
    const families = [...Object.keys(ENGLISH_WORDINGS), ...Object.keys(PORTUGUESE_WORDINGS)];
    expect(families.filter((signal) => !known.has(signal))).toEqual([]);
    expect(new Set(families).size).toBe(families.length);
    expect(lists.length).toBe(families.length + 2);
  });
});

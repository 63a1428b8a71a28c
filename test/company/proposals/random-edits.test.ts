/**
 * Random edits of the kit: whatever is let through leaves the protected tables, the rights of agents and
 * the lists of reviews and prohibitions as they were. What these say is read here by a program of its own.
 */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import type { KitTexts } from "../../../company/proposals/proposal.ts";
import { refusalsOf } from "../../../company/proposals/refusals.ts";
import { type Random, randomOf } from "../../run/random.ts";
import { rounds } from "../../run/rounds.ts";
import { GOOD } from "./good.ts";
import { CONSTITUTION, edited, kitTexts, placesOf } from "./kit.ts";
import { OVERSTEPS } from "./oversteps.ts";

const before = kitTexts();
const places = placesOf(before);
const files = [...before.keys()];
const pages = files.filter((file) => file.endsWith(".md"));
/** Lines that an edit may put somewhere, harmless ones and others. */
const LINES = [...GOOD, ...OVERSTEPS].flatMap(({ edits }) =>
  edits.flatMap(({ put, append }) =>
    (put ?? append ?? "").split("\n").filter((line) => line !== ""),
  ),
);
const WORDS = [
  "not",
  "never",
  "may",
  "unless asked",
  "edit",
  "founder",
  "lawyer",
  "900",
  "23%",
  "optional",
  "also",
];

interface Edited {
  file: string;
  text: string | null;
}

function oneEdit(random: Random, texts: KitTexts): Edited {
  const pool = random(3) === 0 ? files : pages;
  const file = pool[random(pool.length)] ?? CONSTITUTION;
  const text = texts.get(file) ?? "";
  const lines = text.split("\n");
  const at = random(lines.length);
  const line = lines[at] ?? "";
  const words = line.split(" ");
  const word = random(words.length);
  const other = random(lines.length);
  switch (random(10)) {
    case 0:
      return { file, text: lines.toSpliced(at, 1).join("\n") };
    case 1:
      return { file, text: lines.toSpliced(at, 0, LINES[random(LINES.length)] ?? "").join("\n") };
    case 2:
      return {
        file,
        text: lines
          .with(at, lines[other] ?? "")
          .with(other, line)
          .join("\n"),
      };
    case 3:
      return { file, text: lines.with(at, words.toSpliced(word, 1).join(" ")).join("\n") };
    case 4:
      return {
        file,
        text: lines
          .with(at, words.toSpliced(word, 0, WORDS[random(WORDS.length)] ?? "").join(" "))
          .join("\n"),
      };
    case 5:
      return {
        file,
        text: lines
          .with(
            at,
            line.replace(/\d+/, (digits) => `${Number(digits) + 1 + random(90)}`),
          )
          .join("\n"),
      };
    case 6:
      return { file, text: lines.toSpliced(at, 1 + random(6)).join("\n") };
    case 7:
      return { file, text: lines.toSpliced(at, 0, lines[other] ?? "").join("\n") };
    case 8:
      return { file, text: text.replaceAll("\n\n", random(2) === 0 ? "\n\n\n" : "\n \n") };
    default:
      return {
        file,
        text: random(40) === 0 ? null : lines.with(at, line.replace(/^([-|\d.]+ )/, "")).join("\n"),
      };
  }
}

/** Lines of "must not" and rows of reviews, as they stand, with the fences of code left out. */
function bound(page: string): string[] {
  const found: string[] = [];
  let heading = "";
  let isCode = false;
  // A line that is indented goes on with the one above it.
  for (const line of page.replaceAll(/\r?\n {2,}(?=\S)/g, " ").split(/\r?\n/)) {
    if (line.startsWith("```")) isCode = !isCode;
    else if (isCode) continue;
    else if (line.startsWith("#")) heading = line;
    else if (/must not do|Reviews you must/.test(heading) && /^- |^\| |\S \|/.test(line)) {
      found.push(line.replaceAll(/\s+/g, " ").trim());
    }
  }
  return found;
}

/** Every word of it in its order: what came between was let through as stricter. */
function isKept(line: string, now: readonly string[]): boolean {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}_%€$]+/gu) ?? [];
  const wanted = words(line).filter(
    (word) => !/^(the|a|an|and|or|of|to|that|this|is|are)$/.test(word),
  );
  return now.some((each) => {
    let at = 0;
    for (const word of words(each)) if (word === wanted[at]) at += 1;
    return at === wanted.length;
  });
}

function rights(page: string | null | undefined): unknown {
  const head = /^---\n([\s\S]*?)\n---/.exec(page ?? "")?.[1];
  const data = (head === undefined ? {} : parse(head)) as Record<string, unknown>;
  const { description: _words, "argument-hint": _hint, handoffs: _buttons, ...rest } = data;
  return rest;
}

describe("random edits of the kit", () => {
  test("what is let through changes no protected table, right, review or prohibition", () => {
    const law = parseConstitution(before.get(CONSTITUTION) ?? "", CONSTITUTION).constitution;
    const tries = rounds({ few: 120, many: 1_500, most: 5_000 });
    let accepted = 0;
    for (let seed = 0; seed < tries; seed += 1) {
      const random = randomOf(seed);
      const after = new Map(
        edited(before, seed % 5 === 0 ? (GOOD[random(GOOD.length)]?.edits ?? []) : []),
      );
      for (let edits = 1 + random(2); edits > 0; edits -= 1) {
        const { file, text } = oneEdit(random, after);
        if (text === null) after.delete(file);
        else after.set(file, text);
      }
      if (refusalsOf({ before, after, places }).length > 0) continue;
      accepted += 1;
      const page = after.get(CONSTITUTION) ?? "";
      if (page !== before.get(CONSTITUTION))
        expect(parseConstitution(page, CONSTITUTION).constitution, `seed ${seed}`).toEqual(law);
      for (const [file, text] of before) {
        if (after.get(file) === text) continue;
        expect(places.isProtected(file), `seed ${seed}: ${file}`).toBe(false);
        if (!file.startsWith(".github/agents/")) continue;
        expect(rights(after.get(file)), `seed ${seed}: ${file}`).toEqual(rights(text));
        const lines = bound(after.get(file) ?? "");
        for (const line of bound(text ?? "")) {
          expect(isKept(line, lines), `seed ${seed}: ${file}: ${line}`).toBe(true);
        }
      }
    }
    // Of edits that touch no limit many must be let through, or the property says nothing.
    expect(accepted).toBeGreaterThan(tries / 20);
  }, 600_000);
});

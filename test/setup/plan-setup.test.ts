/** `hq setup` as a function of files and answers: how often and in which order they are given does not matter. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { effective } from "../../setup/change.ts";
import { packFor } from "../../setup/country-pack.ts";
import { KEPT_ANSWERS_FILE } from "../../setup/kept-answers.ts";
import { readPristineKit } from "../../setup/kit-source.ts";
import { parseManifest } from "../../setup/manifest.ts";
import { planSetup, type SetupInput } from "../../setup/plan-setup.ts";
import { relocated } from "../../setup/relocate.ts";
import type { SetupWish } from "../../setup/setup-fields.ts";
import { found } from "../company/pack/kit-packs.ts";
import { rounds } from "../run/rounds.ts";
import { applied, clonedPackage, filesIn, installedCompany, removeFolders } from "./company.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
const MANIFEST = ".hq-kit/manifest.json";
let kit: SetupInput["kit"];
/** Companies to begin with: as it came, and one that its founder worked on. */
let starts: ReadonlyMap<string, string>[];

beforeAll(async () => {
  const packageRoot = await clonedPackage({ packs: true });
  const pristine = await readPristineKit(packageRoot);
  kit = new Map([...pristine].map(([path, text]) => [path, relocated(path, text)]));
  const fresh = await filesIn(await installedCompany(packageRoot));
  const elsewhere = await filesIn(
    await installedCompany(packageRoot, { country: "Brazil", currency: "BRL" }),
  );
  starts = [fresh, elsewhere, withOwnRows(fresh)];
});
afterAll(removeFolders);

/** Rows of the founder's own below the pack's, and a field of his own in the table Company. */
function withOwnRows(files: ReadonlyMap<string, string>): Map<string, string> {
  const page = (files.get(CONSTITUTION) ?? "")
    .replace(
      /(\| pt:[^\n]*\n)(?!\| pt:)/,
      "$1| Trademark renewal | `0 0 15 6 *` | lawyer | 60 days |\n",
    )
    .replace("| legal-form |", "| shoe-size | 43 |\n| legal-form |");
  return new Map([...files, [CONSTITUTION, page]]);
}

type Files = ReadonlyMap<string, string>;

const NOTHING: SetupWish = { answers: [], products: [], allDuties: false };

function plan(present: Files, wish: Partial<SetupWish>) {
  const manifest = parseManifest(present.get(MANIFEST) ?? "");
  const input = { kit, present, others: new Set<string>(), manifest, packs: found.packs };
  return planSetup({ ...input, wish: { ...NOTHING, ...wish } });
}

const after = (present: Files, wish: Partial<SetupWish>): Files =>
  applied(present, effective(plan(present, wish).changes));

/** Without what is only kept aside for another country. */
function shown(files: Files): [string, string][] {
  return [...files].filter(([file]) => file !== KEPT_ANSWERS_FILE).toSorted();
}

const QUESTIONS = ["legal-form", "vat", "oss", "pays-people", "employed-too", "pays-130"];
const VALUES = ["lda", "sole-trader", "autonomo", "exempt", "normal-monthly", "quarterly"];
const STEP: fc.Arbitrary<Partial<SetupWish>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom("Portugal", "Spain", "Brazil").map((country) => ({ country })),
  },
  { weight: 1, arbitrary: fc.constantFrom("German", "English").map((language) => ({ language })) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...QUESTIONS), fc.constantFrom(...VALUES, "yes", "no", "not set"))
      .map(([question, answer]) => ({ answers: [{ question, answer }] })),
  },
);

test("answers in any order, with detours over other countries, end as the last ones at once", () => {
  fc.assert(
    fc.property(fc.nat(2), fc.array(STEP, { minLength: 1, maxLength: 8 }), (which, steps) => {
      const start = starts[which] ?? new Map();
      const said = new Map<string, string>();
      const wish: { country?: string; language?: string } = {};
      let files: Files = start;
      for (const step of steps) {
        try {
          files = after(files, step);
        } catch (error) {
          // What the country of then does not ask is refused, and changes nothing.
          expect(String(error)).toMatch(/Cannot answer/);
          continue;
        }
        const { answers = [], ...fields } = step;
        Object.assign(wish, fields);
        for (const { question, answer } of answers) said.set(identity(files, question), answer);
      }
      const pack = packFor(found.packs, countryIn(files));
      const answers = (pack?.questions ?? []).flatMap((question) => {
        const answer = said.get(JSON.stringify(question));
        return answer === undefined ? [] : [{ question: question.id, answer }];
      });
      const once = after(start, { ...wish, answers: answers.toReversed() });
      expect(shown(files)).toEqual(shown(once));
      expect(effective(plan(files, {}).changes)).toEqual([]);
    }),
    { numRuns: rounds({ few: 20, many: 200, most: 3_000 }) },
  );
});

function countryIn(files: Files): string {
  return /^\| Country \| (.*) \|$/m.exec(files.get(CONSTITUTION) ?? "")?.[1] ?? "";
}

/** Questions that two countries ask in the same words are one. */
function identity(files: Files, id: string): string {
  const pack = packFor(found.packs, countryIn(files));
  return JSON.stringify(pack?.questions.find((question) => question.id === id));
}

test("no step loses a row, a field or an answer of the founder's", () => {
  fc.assert(
    fc.property(fc.array(STEP, { minLength: 1, maxLength: 8 }), (steps) => {
      let files: Files = starts[2] ?? new Map();
      for (const step of steps) {
        const before = files;
        try {
          files = after(files, step);
        } catch {
          expect(files).toBe(before);
        }
        const page = files.get(CONSTITUTION) ?? "";
        expect(page).toContain("| Trademark renewal | `0 0 15 6 *` | lawyer | 60 days |");
        expect(page).toContain("| shoe-size | 43 |");
      }
    }),
    { numRuns: rounds({ few: 10, many: 100 }) },
  );
});

/** A text in a language that code does not read: said first, and never passed. */
import { describe, expect, test } from "vitest";
import { checkDraft } from "../../../company/claims/check.ts";
import { unreadLanguages, unreadLanguageWords } from "../../../company/claims/languages.ts";
import { renderCheck } from "../../../company/claims/render.ts";
import { isApprovable } from "../../../office/posts/approvable.ts";
import { DRAFT_CONTEXT } from "./draft-company.ts";

const GERMAN =
  "Kranich ist 100 % sicher und DSGVO-konform, zertifiziert nach ISO 27001. Garantiert kein Datenverlust. Jetzt mit 20 % Rabatt: nur 9 € im Monat zzgl. Umsatzsteuer. Alle Kundendaten sind verschlüsselt. Der beste Rechnungsdienst Deutschlands.";

function check(text: string, language = "English", channel = "x") {
  const { company, ...rest } = DRAFT_CONTEXT.constitution;
  const constitution = { ...rest, company: { ...company, language } };
  const found = checkDraft(text, channel, { ...DRAFT_CONTEXT, constitution });
  if (found.kind === "refused") throw new Error(found.reason);
  return found;
}

test.each([
  ["German", GERMAN],
  ["French", "Notre service est le plus sûr du marché et ne perd jamais vos données."],
  ["Spanish", "El mejor servicio de facturas: nunca pierde los datos y cumple con la ley."],
  ["Russian", "Мы никогда не теряем ваши данные."],
  ["Greek", "Τα δεδομένα σας είναι ασφαλή."],
  ["Japanese", "あなたのデータは安全です。"],
])("a text in %s fails, and that stands before everything else", (_language, text) => {
  const found = check(text);
  expect(found.ok).toBe(false);
  expect(found.findings[0]).toMatchObject({
    ...{ rule: "unread-language", severity: "blocking", line: 0 },
    what: "I read English and Portuguese only; nothing here is checked.",
  });
  const said = renderCheck({ title: "kranich.md", check: found }).split("\n");
  expect(said[1]).toBe("  blocking: (unread-language)");
  expect(said[2]).toBe("    I read English and Portuguese only; nothing here is checked.");
});

test.each([
  "Redeiro finds the tide windows of your port.",
  "O Redeiro mostra as marés do teu porto e não pede nada em troca.",
  "The word of the week is *Fernweh*: I had it on the boat.",
  "> Alles ist gut.\n\nA reader wrote this to me, and I agree with all of it today.",
])("a text that is read is not called unread: %s", (text) => {
  expect(check(text, "English", "dev.to").findings.map(({ rule }) => rule)).not.toContain(
    "unread-language",
  );
});

test("a text that is mostly English says how much of it was not read", () => {
  const english =
    "I wrote this for the people of the harbour, and it took me all of the week to do so.";
  const text = `${`${english} `.repeat(5)}\n\n${GERMAN}`;
  expect(check(text, "English", "dev.to").findings[0]?.what).toMatch(
    /^I read English and Portuguese only; \d+ of \d+ sentences are in another language, and nothing of them is checked\.$/,
  );
});

test("words that tell no language are taken for the company's own", () => {
  const text = "Kranich 2.0: sicher, schnell, DSGVO-konform!";
  expect(check(text, "English").findings.map(({ rule }) => rule)).not.toContain("unread-language");
  expect(check(text, "Deutsch").findings[0]?.rule).toBe("unread-language");
  expect(check("I shipped it to the harbour today.", "Deutsch").ok).toBe(true);
});

test("the founder can say why it may go out all the same, and nothing else is waived by it", () => {
  const found = check(GERMAN);
  const draft = { id: "a", title: "a", channel: "x", status: null, lineOffset: 0, reviews: null };
  const asked = isApprovable("a", { ...draft, check: found }, []);
  expect(asked.waivable[0]).toEqual({
    what: "language",
    why: "I read English and Portuguese only; nothing here is checked.",
  });
  expect(asked.forbidden.join(" ")).not.toContain("I read English");
});

describe("the working language", () => {
  test.each([
    ["English", []],
    ["british english", []],
    ["Português (Brasil)", []],
    ["pt-BR", []],
    ["en", []],
    ["Inglês e português", []],
    ["German", ["German"]],
    ["English and German", ["German"]],
    ["Français / English", ["Français"]],
    ["日本語", ["日本語"]],
  ])("%s: what no check reads is %j", (language, unread) => {
    expect(unreadLanguages(language)).toEqual(unread);
  });

  test("is said in one sentence", () => {
    expect(unreadLanguageWords("English")).toBeNull();
    expect(unreadLanguageWords("German")).toBe(
      "The checks of drafts read English and Portuguese only: of a text in German nothing is checked, and every check of one fails.",
    );
  });
});

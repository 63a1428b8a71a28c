import { expect, test } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { completeAnswers, parseDepartments, type RawAnswers } from "../../setup/answers.ts";
import { plainText } from "../../setup/plain-text.ts";
import { completedAddresses, parseProduct } from "../../setup/product-answer.ts";
import { pack } from "../company/pack/kit-packs.ts";

const packs = [pack("pt"), pack("es")];
const known = ["ceo", "coo", "marketing"];

function complete(raw: RawAnswers, page: string | null = null) {
  const constitution = page === null ? null : parseConstitution(page, "c.md").constitution;
  return completeAnswers({ raw, constitution, known, packs, systemTimeZone: "America/Lima" });
}

test("three answers are enough in a country whose time zone and currency are known", () => {
  expect(complete({ company: " Acme ", founder: "Ana Example", country: "pt" })).toEqual({
    company: "Acme",
    founder: "Ana Example",
    country: "Portugal",
    timeZone: "Europe/Lisbon",
    currency: "EUR",
    language: "English",
    products: [],
    departments: known,
    situation: {},
  });
});

test("what is missing is named by its flags, all at once", () => {
  expect(() => complete({ founder: "Ana" })).toThrow(
    /--company, --country, --currency are missing/,
  );
});

test("where the country does not decide it, the machine's time zone is taken and the currency asked", () => {
  const raw = { company: "Acme", founder: "Ana", country: "Peru" };
  expect(() => complete(raw)).toThrow(/--currency is missing/);
  expect(complete({ ...raw, currency: "pen" })).toMatchObject({
    timeZone: "America/Lima",
    currency: "PEN",
  });
});

test("a company table that is filled in answers for itself, and an option wins over it", () => {
  const page = `## Company\n\n| Field | Value |\n|---|---|\n| Name | Acme |\n| Founder | Ana |\n| Country | Spain |\n| Time zone | Atlantic/Canary |\n| Currency | EUR |\n| Language | Spanish |\n| Since | not set |\n`;
  expect(complete({ country: "Portugal" }, page)).toMatchObject({
    company: "Acme",
    country: "Portugal",
    timeZone: "Atlantic/Canary",
    language: "Spanish",
  });
});

test("the kit's own UTC and EUR are no answers of a company without a name", () => {
  const page =
    "## Company\n\n| Field | Value |\n|---|---|\n| Name | not set |\n| Time zone | UTC |\n| Currency | EUR |\n";
  const raw = { company: "Acme", founder: "Ana", country: "Japan" };
  expect(complete(raw, page)).toMatchObject({ timeZone: "Asia/Tokyo", currency: "JPY" });
});

test.each([
  [{ timezone: "Europe/Atlantis" }, /time zone "Europe\/Atlantis"/],
  [{ currency: "euros" }, /currency "euros"/],
  [{ company: "a\nb" }, /--company/],
  [{ company: "x".repeat(201) }, /--company/],
  [{ product: ["One", "one"] }, /"one" is named twice/],
  [{ departments: "coo,sales" }, /"sales"/],
])("%j cannot be used, and the message says why", (raw, message) => {
  const given = { company: "Acme", founder: "Ana", country: "PT", ...raw };
  expect(() => complete(given)).toThrow(message);
});

test("a product needs only its name", () => {
  expect(parseProduct("Farol")).toEqual({
    name: "Farol",
    status: "idea",
    stack: "",
    url: "",
    socialUrl: "",
    note: "",
  });
  expect(parseProduct("Farol | LIVE | Node | https://farol.example | | first | second")).toEqual({
    name: "Farol",
    status: "live",
    stack: "Node",
    url: "https://farol.example",
    socialUrl: "",
    note: "first, second",
  });
});

test.each([
  "",
  "|live",
  "Farol|ready",
  "Farol|live||farol",
  "Farol|live||ftp://farol.example",
  "Farol|live||javascript:alert(1)",
])("the product %j is refused", (text) => {
  expect(() => parseProduct(text)).toThrow(/--product|the product "Farol"/);
});

test("an address without its protocol gets https://, and that is said", () => {
  const given = ["Boia|live||boia.example/app|Shop.Boia.example:8080|", "Farol|idea|||"];
  expect(given.map(parseProduct).map(({ url, socialUrl }) => [url, socialUrl])).toEqual([
    ["https://boia.example/app", "https://Shop.Boia.example:8080"],
    ["", ""],
  ]);
  expect(completedAddresses(given)).toEqual([
    "Boia: https:// was added, the address is https://boia.example/app.",
    "Boia: https:// was added, the address is https://Shop.Boia.example:8080.",
  ]);
});

test.each([
  ["launched", "live"],
  ["Lvie", "live"],
  ["WIP", "building"],
  ["discontinued", "retired"],
])("of the status %s it is asked whether %s was meant", (written, meant) => {
  expect(() => parseProduct(`Farol|${written}`)).toThrow(`Did you mean "${meant}"?`);
});

test.each([
  ["Portgual", "Did you mean Portugal?"],
  ["Alemnha", "Did you mean Germany?"],
  ["Lisbon", "no country is called so, expected its English name or its ISO code"],
])("the country %s is refused: %s", (country, says) => {
  expect(() => complete({ company: "Acme", founder: "Ana", country })).toThrow(says);
});

test("answers are checked against the questions of the country's pack, the last one counts", () => {
  const given = (...answer: string[]) =>
    complete({ company: "Acme", founder: "Ana", country: "PT", answer }).situation;
  expect(given("vat=Exempt", "legal-form = LDA", "activity-start=2026-03-01")).toEqual({
    vat: "exempt",
    "legal-form": "lda",
    "activity-start": "2026-03-01",
  });
  expect(given("vat=exempt", "vat=not known yet")).toEqual({});
  expect(() => given("vta=exempt")).toThrow(
    /no such question, expected one of .* Did you mean "vat"\?/,
  );
  expect(() => given("vat=quarterly")).toThrow(
    'expected exempt, normal-quarterly, normal-monthly, or "not set". Did you mean "normal-quarterly"?',
  );
  expect(() => given("activity-start=spring")).toThrow(/expected a day such as 2026-03-01/);
  expect(() => given("exempt")).toThrow(/there is no "=" in it/);
  expect(() =>
    complete({ company: "A", founder: "B", country: "Brazil", answer: ["vat=exempt"] }),
  ).toThrow("no pack is here for Brazil, expected one of Portugal, Spain");
});

test("departments come in the kit's order, and never without the COO", () => {
  expect(parseDepartments("Marketing, @coo,coo", known)).toEqual(["coo", "marketing"]);
  expect(parseDepartments("all", known)).toEqual(known);
  expect(() => parseDepartments("marketing", known)).toThrow(/without the department "coo"/);
});

test("an empty answer in the terminal is not called a value of its question", () => {
  expect(() => plainText("this answer", " ")).toThrow(
    "Cannot use this answer: nothing, expected one line of 1 to 200 characters.",
  );
  expect(() => plainText("--company", " ")).toThrow("Cannot use the value of --company: nothing");
});

import { expect, test } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import {
  completeAnswers,
  parseDepartments,
  parseProduct,
  plainText,
  type RawAnswers,
} from "../../setup/answers.ts";

const known = ["ceo", "coo", "marketing"];

function complete(raw: RawAnswers, page: string | null = null) {
  const constitution = page === null ? null : parseConstitution(page, "c.md").constitution;
  return completeAnswers({ raw, constitution, known, systemTimeZone: "America/Lima" });
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
  "Farol|live||farol.example",
  "Farol|live||javascript:alert(1)",
])("the product %j is refused", (text) => {
  expect(() => parseProduct(text)).toThrow(/--product|the product "Farol"/);
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

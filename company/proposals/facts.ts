/** Facts that are not the Improver's: figures of tax and law without a source, and who the company is. */
import type { Constitution } from "../constitution/types.ts";
import { isIsoDate } from "../dates.ts";
import { readFrontMatter } from "../kit/front-matter.ts";
import { skillCountry } from "../kit/pages/skills.ts";
import { newlySaid, saidIn } from "./changed.ts";
import type { ChangedFile, KitTexts, Refusal } from "./proposal.ts";
import type { Unit } from "./units.ts";

const LEGAL =
  /\b(?:tax\w*|vat|iva|irs|irc|nif|saf-?t|vies|oss|gdpr|rgpd|dsgvo|withh\w+|retenç\w+|social security|segurança social|sozialversicherung|statut\w*|laws?|legal\w*|lawful\w*|código|regulation|directive|fines?|penalt\w+|coimas?|exempt\w*|deduct\w*|depreciat\w+|amorti\w+|liab\w+|tax regime|declara(?:tion|ção|r)\w*|withdrawal|authorit\w+|supervis\w+|steuer\w*|umsatzsteuer|gesetz\w*|impost\w+|isen[çt]\w+|surcharge|statute|consumers?|consentement\w*|consentimento|einwilligung\w*)\b/i;
/** These speak of law only where something is said to be due. */
const NEAR_LEGAL =
  /\b(?:invoic\w*|receipts?|thresholds?|fil(?:e|ed|ing)s?|tax returns?|courts?|warrant\w+|books?|records?|refunds?|contracts?|fatur\w+|recibos?|rechnung\w*|rates?)\b/i;
const IS_DUE =
  /\b(?:must|have to|has to|shall|may only|at the latest|no later than|obligat\w+|within|deve\w*|têm de|tem de|muss|müssen|spätestens|prazo|rate)\b/i;
const NUMBER_WORD =
  "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty(?:-\\w+)?|thirty|forty|fifty|sixty|ninety|a hundred|dez|quinze|vinte|trinta|zehn|vierzehn|zwanzig|dreißig|deux|trois|quatre|cinq|dos|tres|cuatro|drei|vier|fünf|três|quatro|cinco)";
const FIGURE = new RegExp(
  `[€$£]\\s?\\d|\\d[\\d.,\\s]*(?:%|‰|€|per ?cent|percent|por cento|prozent|eur\\b|euros?|usd|gbp|days?|dias?|tage|hours?|horas|weeks?|months?|meses|years?|anos|jahre)|${NUMBER_WORD}[ -](?:per ?cent|percent|por cento|prozent|euros?|days?|dias|tage|hours?|weeks?|months?|years?|ans?|mois|jours|años|meses|días|jahrew*|monatew*|anos)|\\bon the (?:\\w+teenth|twentieth|tenth|fifteenth|thirtieth|first|last day)\\b|\\b(?:by|before|until|até|bis|on) (?:the |dia |zum )?\\d{1,2}(?:st|nd|rd|th|\\.)?(?: of)?\\b|\\b\\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december|de \\w+)\\b`,
  "i",
);
const SOURCE =
  /\b(?:source|fonte|quelle|fuente)\b\s*\**:|\bhttps:\/\/|\b(?:art(?:icle|igo|ikel|\.)?|§)\s*\d+/i;
const DATE = /\b\d{4}-\d{2}-\d{2}\b/;

/** On a page of law also what has no figure: which day, before or after. */
const DAYS =
  /\b(?:(?:business|working) days?|deadlines?|due|days? (?:before|after)|at the end of|dias? úteis|prazo|werktag\w*|fristen?|exempt\w*|isent\w+|consent\w*|einwilligung)\b/i;
/** When our own work is due is no rule of law. */
const OWN_WORK = /\b(?:tasks?|board|drills?|standups?|drafts?)\b/i;
const OWN_DUE = /\b(?:due|deadlines?)\b/gi;
const FICTION = /\b(?:fictional|fictitious|invented|made up|made-up|fictício|erfunden|ficticio)\b/i;

/** Whether the sentence, or one before it in its block, says that what follows is made up. */
export function isFiction(unit: Unit, units: readonly Unit[]): boolean {
  const block = units.filter((each) => each.block === unit.block);
  return block.slice(0, block.indexOf(unit) + 1).some(({ text }) => FICTION.test(text));
}

/** Figures that are new or changed and do not say where they stand and when somebody read them there. */
export function figureRefusals(file: ChangedFile, today: string): Refusal[] {
  const isLegalPage = isOfLaw(file.before) || isOfLaw(file.after);
  const old = saidIn(file.before);
  const { units } = newlySaid(file);
  const wrong = units.find((unit) => {
    if (unit.cells?.Fact !== undefined) return !isProvenFact(unit.cells, { old, today });
    // An example that says so teaches a form; of law it would teach a figure.
    if (isFiction(unit, units) && !LEGAL.test(unit.text)) return false;
    // A date of reading is no figure.
    const text = unit.text.replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, " ");
    const hasFigure =
      FIGURE.test(text) || (isLegalPage && (/\d/.test(withoutNames(text)) || saysWhen(text)));
    const isLegal =
      isLegalPage ||
      LEGAL.test(text) ||
      (NEAR_LEGAL.test(text) && IS_DUE.test(text)) ||
      unit.under.some((each) => LEGAL.test(each));
    if (!hasFigure || !isLegal) return false;
    // What stood there with its source has been read as it was.
    const near = units
      .filter(({ block }) => block === unit.block)
      .map((each) => each.text)
      .join(" ");
    return !(SOURCE.test(near) && DATE.test(near));
  });
  if (wrong === undefined) return [];
  const why = `"${wrong.text.slice(0, 160)}" is a figure or rule of tax or law that is new or changed: expected its source and the day on which its owner read it there.`;
  return [{ rule: "unsourced-figure", file: file.path, why }];
}

function saysWhen(text: string): boolean {
  return DAYS.test(OWN_WORK.test(text) && !LEGAL.test(text) ? text.replaceAll(OWN_DUE, " ") : text);
}

/** Figures of lists and of our own names: `1.`, `R-12`, `week-2026-W48`. */
function withoutNames(text: string): string {
  return text.replaceAll(/\b[A-Za-z]+-\d[\w-]*|\b\d\.\s/g, " ");
}

function isOfLaw(page: string | null): boolean {
  if (page === null) return false;
  const front = readFrontMatter(page);
  if (front.kind === "fields" && skillCountry(front) !== null) return true;
  if (/^##[ \t]+Obligations\b/m.test(page)) return true;
  // Facts of statistics or of a supplier's service are no law.
  return saidIn(page).some(
    ({ cells }) => cells?.Fact !== undefined && LAW.test(cells.Source ?? ""),
  );
}

/** How a source names a law, an authority's page or an act. */
const LAW =
  /\b(?:art(?:icle|igo|ikel|ículo|\.)?s?\s*\d|directive|regulation|recital|(?:law|act|code|decree|order|statute)s?\b|lei|decreto|portaria|despacho|código|ley|real decreto|gesetz|verordnung|CIVA|CIRS|CIRC|RGPD|GDPR|DSGVO|BGB|UStG)\b|§\s*\d/i;
/** Where else an owner reads a fact: an official or a maker's own page, a paper, or an honest grade. */
const CITED =
  /https:\/\/|\b\d{4}\/\d+\b|\[[A-C]\]|\bderived from\b|\b(?:API|documentation|reference|standard|RFC|ISO|EN|journal|report|survey|authority|autoridade|behörde|agencia|ministry|office|official|portal|guide|terms|pricing page)\b/i;
const HEARSAY =
  /\b(?:podcasts?|blog\w*|forums?|reddit|youtube|tweets?|social media|wikipedia|chat ?gpt|assistant|a model|friends?|colleagues?|acquaintances?|hearsay|rumou?rs?|heard|most (?:founders|people|companies)|everybody|common practice|usual(?:ly)?|experience|general knowledge|memory|somebody|someone|a customer)\b/i;

type Cells = Readonly<Record<string, string>>;

/** A row of a facts table: with source and date, and read again where its value is another. */
function isProvenFact(
  cells: Cells,
  { old, today }: { old: readonly Unit[]; today: string },
): boolean {
  const { Fact = "", Value = "", Source = "", Verified = "" } = cells;
  const checkBy = cells["Check by"] ?? "";
  if (!isIsoDate(Verified) || Verified > today || !isIsoDate(checkBy)) return false;
  const before = old.find((unit) => unit.cells?.Fact === Fact)?.cells;
  if (before?.Source !== Source && !isSource(`${Source} ${cells.Link ?? ""}`)) return false;
  if (before === undefined) return true;
  const isSame = before.Value === Value && before.Source === Source;
  // A later day of check without a reading only hides that it is due.
  if (isSame) return before["Check by"] === checkBy || (before.Verified ?? "") < Verified;
  return (before.Verified ?? "") < Verified;
}

function isSource(text: string): boolean {
  return (LAW.test(text) || CITED.test(text)) && !HEARSAY.test(text);
}

const IDENTITY =
  /\b(?:(?:our|the) company(?:'s)? (?:(?:name|address|country|seat|currency|time zone|vat number|nif|iban|registration) (?:is|was|are)|(?:is|was) (?:now )?(?:called|named|based|registered|located|owned|an? |in )|sells|makes|offers|belongs to)|(?:is|are) (?:now )?called "?\p{Lu}|we (?:sell|offer|are called|are based|operate in|are an? )|the founder is (?:called|named|now)|our (?:products? (?:is|are) (?:now|called|live|in beta|free|available|priced)|(?:vat number|nif|iban|address|legal form|currency|time zone|country) (?:is|are)|(?:prices?|plans?) (?:is|are|costs?|start\w*))|(?:company|founder|product) has been renamed|new name of (?:the|our)|our (?:own )?(?:\w+ )?products?:|(?:its|the|our) products? (?:\p{Lu}[\p{L}\p{N}]+ )?(?:is|are) (?:now )?(?:live|in beta|launched|for sale|available|free))/iu;
/** By its names, which begin large. */
const NAMED =
  /\b\p{Lu}[\p{L}\p{N}]+,? (?:is |has been |went |goes )?(?:now )?(?:live|in beta|launched|for sale)(?: since|,| at | from )|\b[Tt]h(?:is|e) (?:repository|company|business) is \p{Lu}\p{Ll}|\b(?:founded|owned|run) by \p{Lu}\p{Ll}*\.? \p{Lu}|\b\p{Lu}[\p{L}\p{N}]+,? (?:Unipessoal,? )?(?:Lda|GmbH|UG|Ltd|LLC|Inc|S\.L\.|SL|S\.A\.)(?!\p{L})/u;

/** Sentences on the company itself and its products, which the constitution and the memory tell. */
export function companyFactRefusals(file: ChangedFile, constitution: Constitution): Refusal[] {
  const { name, founder } = constitution.company;
  const names = [name, founder, ...constitution.products.map((product) => product.name)].filter(
    (each): each is string => each !== null && each.length > 2,
  );
  const { said } = newlySaid(file);
  const wrong = said.find(({ text, unit, isForbidden }) => {
    if (unit.kind === "heading" || isForbidden) return false;
    if (IDENTITY.test(text) || NAMED.test(text)) return true;
    // A procedure needs no name: which product it is about, the task says.
    return names.some((each) => isNamed(text, each));
  });
  if (wrong === undefined) return [];
  const why = `"${wrong.text.slice(0, 160)}" states who the company is or what it sells; pages of procedures point to company_facts.`;
  return [{ rule: "company-fact", file: file.path, why }];
}

function isNamed(text: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "iu").test(text);
}

/** Skills that a row of Cadence starts stay where they are. */
export function cadenceRefusals(
  files: readonly ChangedFile[],
  after: KitTexts,
  { cadence }: Constitution,
): Refusal[] {
  return cadence.flatMap(({ prompt }) => {
    const file = `.github/skills/${prompt}/SKILL.md`;
    const isLost =
      files.some(({ path, before }) => path === file && before !== null) && !after.has(file);
    const why = `The table Cadence starts ${prompt}: without the page nothing would run.`;
    return isLost ? [{ rule: "removes-agent" as const, file, why }] : [];
  });
}

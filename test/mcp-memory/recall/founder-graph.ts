/** A graph of 3,000 entities of an invented firm, among which the answers to some questions stand. */
import type { Entity } from "../../../mcp-memory/graph.ts";

export interface Asked {
  name: string;
  entityType: string;
  observations: string[];
  question: string;
  kind: string;
}

const SIZE = 3_000;
const MENTIONS = 150;
const SYLLABLES =
  "bar ven tol mir sel dor lun pra qui zor fen gal hin jas kel mon nar osk pel rud sim tav ul vex wim";

/** Numbers below n, the same in every run. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * n);
  };
}

/** Old decisions first, each behind many notes that mention its words; the other answers among the rest. */
export function founderGraph(answers: readonly Asked[], seed: number): Entity[] {
  const below = numbers(seed);
  const one = (text: string) => {
    const all = text.split("|");
    return all[below(all.length)] ?? "";
  };
  const syllable = () => one(SYLLABLES.replaceAll(" ", "|"));
  const name = () => {
    const word = syllable() + syllable() + (below(2) === 0 ? "" : syllable());
    return `${word[0]?.toUpperCase()}${word.slice(1)}`;
  };
  const two = (n: number) => String(n).padStart(2, "0");
  const day = () => `202${4 + below(3)}-${two(1 + below(12))}-${two(1 + below(28))}`;
  const mentions = (i: number): [string, string][] => [
    [`Native app note ${i}`, `A shop near ${name()} asked about a native app again on ${day()}.`],
    [`Database note ${i}`, `The Postgres database was vacuumed on ${day()}; ${below(90)} GB free.`],
    [`Orlin usage ${i}`, `Orlin used on the ${one("banner|button|sticker|slide")} of ${name()}.`],
    [
      `Support note ${i}`,
      `Support in ${one("English|Portuguese|French")} language asked by ${name()}.`,
    ],
    [`Release log ${i}`, `Release ${below(4)}.${below(40)} went out on ${day()}, a Wednesday.`],
  ];
  const kinds: (() => [string, string, ...string[]])[] = [
    () => [
      `${name()} ${one("Laundry|Wash|Cleaners|Lavandaria|Wäscherei|Tintorería")}`,
      "customer",
      `${2 + below(14)} machines, ${one("pays monthly|pays yearly|on trial|cancelled last spring|pays by transfer")}.`,
      `Contact ${name()}, phone +999 ${10 + below(89)} ${1_000 + below(8_999)} ${100 + below(899)}.`,
    ],
    () => [
      `Bug ${one("KV|TK")}-${1_000 + below(8_999)}`,
      "bug",
      `${one("Receipt|Ticket|Label|Report|Search|Price list|Login|Printer")} ${one("is empty|shows the wrong sum|is slow|fails after sleep|prints twice|loses accents")} on ${one("tablet|till|phone|old browser")}.`,
    ],
    () => [
      `Meeting ${day()} with ${name()}`,
      "meeting",
      `Talked about ${one("pricing|the contract|a delay|hiring|the annual plan|taxes|insurance|the newsletter")}; next step is ${one("a quote|a call|a demo|nothing|a draft")}.`,
    ],
    () => [
      `Expense ${1_000 + below(8_999)}`,
      "accounting",
      `${below(900)},${10 + below(89)} EUR for ${one("paper|hosting|train tickets|coffee|a domain|fonts|translation|a keyboard")}, paid ${day()}.`,
    ],
    () => [
      `Invoice ${2_024 + below(3)}/${String(below(9_999)).padStart(4, "0")}`,
      "accounting",
      `Sent to ${name()}, ${one("39|78|117|390")} EUR, ${one("paid|late|disputed|open")}.`,
    ],
    () => [
      `Task T-${100 + below(899)}`,
      "task",
      `${one("Write|Check|Move|Rename|Translate|Measure")} the ${one("export|import|price table|help page|invoice layout|backup|welcome mail|trial flow")}.`,
      `Due ${day()}.`,
    ],
    () => [
      `Post: ${one("How|Why|When")} ${name()} ${one("saves time|prints labels|counts shirts|changed its till|hires")}`,
      "marketing",
      `Draft for ${one("the blog|the newsletter|a forum|the trade paper")}, ${one("published|waiting|rejected")} ${day()}.`,
    ],
    () => [
      `Lesson ${below(9_999)}`,
      "lesson",
      `${one("Promised|Forgot|Shipped|Billed|Announced")} ${one("a date|a feature|a discount|a number")} ${one("without checking|too early|twice|to the wrong shop")}.`,
    ],
    () => [
      `Idea ${name()}`,
      "idea",
      `${one("Route planning|Loyalty cards|Stain photos|Voice notes|Locker pickup")} for ${one("hotels|students|gyms|hospitals|uniforms")}, asked by ${1 + below(6)} shops.`,
    ],
    () => [
      `顧客${below(99_999)}`,
      "customer",
      `洗濯機が${one("三|四|五|六")}台、${one("支払いは月払い|試用中|解約済み")}。`,
    ],
  ];
  const taken = new Set(answers.map((answer) => answer.name));
  const graph: Entity[] = [];
  const add = (entityName: string, entityType: string, ...observations: string[]) => {
    if (taken.has(entityName)) return;
    taken.add(entityName);
    graph.push({ name: entityName, entityType, observations });
  };
  for (let i = 1; i <= MENTIONS; i++)
    for (const [title, text] of mentions(i)) add(title, "note", text);
  while (graph.length + answers.length < SIZE) {
    const [title, type, ...texts] = (kinds[below(kinds.length)] ?? kinds[0])?.() ?? ["", ""];
    add(title, type, ...texts);
  }
  const old: Entity[] = [];
  for (const { name: title, entityType, observations, kind } of answers) {
    const entity = { name: title, entityType, observations };
    if (kind === "old") old.push(entity);
    else graph.splice(below(graph.length + 1), 0, entity);
  }
  return [...old, ...graph];
}

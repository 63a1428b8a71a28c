/** The sample company after years: 1,000 tasks, 10,000 facts, 100 products, a draft file of 20 posts. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const TASKS = 1_000;
const FACTS = 10_000;
/** One entity holds so many of the facts, every other one two. */
const VALUES = 1_000;
const PRODUCTS = 100;
const POSTS = 20;

export const LONG_TITLE =
  "Explain the fees of the port and the prices of the café in Póvoa, and have them checked, ";
export const LARGE_DRAFTS = "Marketing/drafts/week-2026-W48.md";

/** Writes its files; what the sample remembers stays, but for what was filed. */
export function growLarge(root: string, count = FACTS): void {
  const write = (file: string, text: string) => writeFileSync(path.join(root, file), text);
  const read = (file: string) => readFileSync(path.join(root, file), "utf8");
  write("BOARD.md", board());
  const kept = read("memory.jsonl")
    .split("\n")
    .filter((line) => line !== "" && !line.includes('"deadline:'));
  write("memory.jsonl", `${[...kept, ...facts(count)].join("\n")}\n`);
  const page = ".github/copilot-instructions.md";
  const rows = (label: (at: number) => string) =>
    Array.from({ length: PRODUCTS }, (_, at) => `${label(at)}\n`).join("");
  const product = (at: number) =>
    `| Produto ${at} | live | Go | https://p${at}.example | | ${LONG_TITLE} |`;
  write(page, read(page).replace(/(## Products[\s\S]*?\|---[^\n]*\n)/, `$1${rows(product)}`));
  write(LARGE_DRAFTS, drafts());
}

/** Titles long, due dates missed up to forty times. */
function board(): string {
  const days = Array.from({ length: 28 }, (_, at) => String(at + 1).padStart(2, "0"));
  const tasks = Array.from({ length: TASKS }, (_, at) => {
    const day = days[at % 28];
    const was = days.slice(0, at % 40).map((each) => `2026-09-${each}`);
    const missed = was.length === 0 ? "" : ` (was ${was.join(", ")})`;
    return `- [ ] T-${100 + at} ${LONG_TITLE.repeat(4)}${at} · @marketing · due 2026-11-${day}${missed}`;
  });
  const sections = {
    Now: tasks.slice(0, 300),
    Next: tasks.slice(300, 700),
    Blocked: tasks.slice(700),
    Done: [],
  };
  const parts = Object.entries(sections).map(
    ([name, lines]) => `## ${name}\n\n${lines.join("\n")}\n`,
  );
  return `# Board\n\n${parts.join("\n")}`;
}

function facts(count: number): string[] {
  const entity = (name: string, entityType: string, observations: string[]) =>
    JSON.stringify({ type: "entity", name, entityType, observations });
  const values = Array.from({ length: VALUES }, (_, at) => `Value: ${LONG_TITLE}${at}`);
  const others = Array.from({ length: (count - VALUES) / 2 }, (_, at) => {
    const [name, type] = [
      [`metric:${"long-name-".repeat(20)}${at}`, "metric"],
      [`decision:2026-11-01:${at}`, "decision"],
      [`deadline:notice-${at}:2026-12-01`, "deadline"],
      [`lesson:2026-11-01:${at}`, "lesson"],
    ][at % 4] ?? ["", ""];
    return entity(name ?? "", type ?? "", [
      `Value: ${LONG_TITLE.repeat(3)}${at}`,
      "As of: 2026-01-01",
    ]);
  });
  return [entity("metric:visitors", "metric", values), ...others];
}

function drafts(): string {
  const posts = Array.from(
    { length: POSTS },
    (_, at) =>
      `## 2026-11-24 · x · Post ${at}\n\n- Status: draft\n- Product: none\n- Level: LIVE\n\nAlmadrava is secure by default and 99% accurate. ${LONG_TITLE}${at}.\n`,
  );
  return `# Week 48\n\n${posts.join("\n")}`;
}

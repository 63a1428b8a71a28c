const ARTICLE_BYTES = 10_000;

/** A week of posts, each with a text of its own. */
export function many(count, channel, textOf) {
  const posts = Array.from({ length: count }, (_, at) =>
    [
      `## 2026-12-${String(7 + (at % 7)).padStart(2, "0")} · ${channel} · Post number ${at}`,
      "",
      "- Status: draft",
      "- Product: Redeiro",
      "- At: 09:30",
      ...(channel === "x" ? [] : ["- Tags: node, sqlite"]),
      "",
      textOf(at),
      "",
    ].join("\n"),
  );
  return `# Week\n\n${posts.join("\n")}`;
}

export function postText(at) {
  return `I timed restore drill ${at}: ${40 + (at % 9)} minutes until the first query ran. The slow part was finding the key, not copying the data. Next month I hope for half of it.`;
}

const PARAGRAPHS = [
  "I keep one SQLite file for each customer, and every night it goes to another machine. Last month I asked what happens when the first machine is gone.",
  "The drill took longer than planned. Copying was quick; finding out which key opens the copy was not, and nobody had written down where it lies.",
  "What I changed: the key has a name, the name is in the runbook, and the runbook is read aloud once in a quarter.",
  "```sh\nsqlite3 copy.db 'PRAGMA integrity_check'\n```",
  "Redeiro is in beta, and these notes are about the machine on which it runs. I plan to measure the next drill too, and to say what it shows.",
];

export function articleText(at) {
  const parts = [];
  for (let bytes = 0, turn = at; bytes < ARTICLE_BYTES; turn += 1) {
    const part = `${PARAGRAPHS[turn % PARAGRAPHS.length]}${turn % 7 === 0 ? ` That was drill ${turn}.` : ""}`;
    parts.push(part);
    bytes += part.length + 2;
  }
  return parts.join("\n\n");
}

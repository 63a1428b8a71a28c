/** A week of posts as parts that can be changed one by one, with what each change means for an approval. */
import fc from "fast-check";

export interface ModelPost {
  date: string;
  channel: string;
  title: string;
  fields: [name: string, value: string][];
  text: string;
}

export interface ModelWeek {
  head: string;
  posts: ModelPost[];
  tail: string;
  end: "\n" | "\r\n";
  /** Of each picture by its path from the root. */
  pictures: Record<string, string>;
}

export const PICTURES = {
  "Marketing/media/graph.png": "a graph",
  "Marketing/media/drawer.png": "a drawer",
  "Marketing/media/cover.png": "a cover",
};
const [GRAPH, DRAWER, COVER] = Object.keys(PICTURES) as [string, string, string];

/** One post for each kind of channel, and one that nobody approved. */
export const WEEK_OF_POSTS: ModelWeek = {
  head: "# Week 48\n\nSome notes of the founder.\n",
  tail: "",
  end: "\n",
  pictures: PICTURES,
  posts: [
    {
      ...{ date: "2026-11-24", channel: "x", title: "A drill" },
      fields: [
        ["Status", "approved"],
        ["At", "09:30 to 11:30"],
        ["Campaign", "drills"],
        ["Media", `![The graph](${GRAPH}) ![A drawer](${DRAWER})`],
        ["Cover", COVER],
        ["Tags", "node"],
      ],
      text: "The drill of the database took 41 minutes.\n---\nThe key lay in a drawer, and nobody knew which 🗝.",
    },
    {
      ...{ date: "2026-11-24", channel: "dev.to", title: "What a drill shows" },
      fields: [
        ["Status", "approved"],
        ["At", "09:30 to 11:30"],
        ["Product", "Redeiro"],
        ["Level", "LIVE"],
        ["Tags", "node, sqlite"],
        ["Canonical", "https://mare.example/drill"],
        ["Series", "Drills"],
        ["Media", `![The graph](${GRAPH})`],
      ],
      text: "I had a drill.\n\n```sh\nls\n```\n\nIt took 41 minutes.",
    },
    {
      ...{ date: "2026-11-24", channel: "newsletter", title: "The month" },
      fields: [
        ["Status", "approved"],
        ["At", "09:30 to 11:30"],
        ["Cover", COVER],
        ["Media", `![A drawer](${DRAWER})`],
        ["Canonical", "https://mare.example/month"],
      ],
      text: "A month of drills.\n\nNothing else happened.",
    },
    {
      ...{ date: "2026-11-25", channel: "x", title: "Another" },
      fields: [
        ["Status", "draft"],
        ["At", "09:30"],
      ],
      text: "Other words.",
    },
  ],
};

export function printWeek({ head, posts, tail, end }: ModelWeek): string {
  const sections = posts.map(({ date, channel, title, fields, text }) => {
    const lines = fields.map(([name, value]) => `- ${name}: ${value}`).join("\n");
    return `## ${date} · ${channel} · ${title}\n\n${lines}\n\n${text}\n\n`;
  });
  return `${head}\n${sections.join("")}${tail}`.replaceAll("\n", end);
}

export interface Mutation {
  what: string;
  /** Whether the outside would see it of the post at that place. */
  isSeen: boolean;
  apply(week: ModelWeek): ModelWeek;
}

/** How many of the posts are approved: the first ones. */
export const APPROVED = 3;

/** Changes that the outside does not see of the post at that place, and then perhaps one that it does. */
export function mutationsOf(at: number): fc.Arbitrary<Mutation[]> {
  // Two that are seen could be each other's undoing.
  return fc
    .tuple(fc.array(unseenOf(at), { maxLength: 3 }), fc.option(seenOf(at), { nil: undefined }))
    .map(([unseen, last]) => [...unseen, ...(last === undefined ? [] : [last])]);
}

const SIGNS = ["x", "é", "0", ".", "  ", "\n\n", "🗝", "\u200b", "·", "$", "漢"];

function seenOf(at: number): fc.Arbitrary<Mutation> {
  const post = WEEK_OF_POSTS.posts[at];
  if (post === undefined) throw new Error(`there is no post ${at}`);
  const place = fc.nat();
  const inText = fc.tuple(place, fc.constantFrom(...SIGNS), fc.nat({ max: 1 })).map(
    ([from, sign, cut]): Mutation =>
      seen(`text at ${from}: "${sign}" for ${cut}`, at, (old) => {
        // Never at the ends, whose blanks nobody sees.
        const text = old.text.trim();
        const here = 1 + (from % (text.length - 2));
        const isSame = text.slice(here, here + cut) === sign;
        return { ...old, text: text.slice(0, here) + sign + text.slice(here + (isSame ? 0 : cut)) };
      }),
  );
  const cutOut = fc.tuple(place, fc.integer({ min: 1, max: 8 })).map(
    ([from, length]): Mutation =>
      seen(`text without ${length} at ${from}`, at, (old) => {
        const text = old.text.trim();
        const here = 1 + (from % (text.length - length - 1));
        return { ...old, text: text.slice(0, here) + text.slice(here + length) };
      }),
  );
  const inTitle = fc.tuple(place, fc.constantFrom("x", "!", "'", "é", "🗝")).map(
    ([from, sign]): Mutation =>
      seen(`title with "${sign}" at ${from}`, at, (old) => {
        const here = from % (old.title.length + 1);
        return { ...old, title: old.title.slice(0, here) + sign + old.title.slice(here) };
      }),
  );
  const fields = fc
    .constantFrom(...(SEEN_FIELDS[post.channel] ?? []))
    .map(
      ([name, value]): Mutation =>
        seen(`${name}: ${value}`, at, (old) => withField(old, name, value)),
    );
  const pictures = seenPictures(post).map((file) => pictureOf(file, true));
  return fc.oneof(
    { arbitrary: inText, weight: 4 },
    { arbitrary: cutOut, weight: 2 },
    inTitle,
    { arbitrary: fields, weight: 2 },
    ...(pictures.length === 0 ? [] : [fc.constantFrom(...pictures)]),
  );
}

/** Of all posts: the window and what is claimed; of each channel what it shows. */
const OF_ALL: [string, string][] = [
  ["At", "09:31 to 11:30"],
  ["At", "09:30 to 11:31"],
  ["At", "09:45"],
  ["Product", "Almadrava"],
  ["Level", "ROADMAP"],
];
const SEEN_FIELDS: Record<string, [string, string][]> = {
  x: [
    ...OF_ALL,
    ["Media", `![A graph](${GRAPH}) ![A drawer](${DRAWER})`],
    ["Media", `![A drawer](${DRAWER}) ![The graph](${GRAPH})`],
    ["Media", `![The graph](${GRAPH})`],
    ["Media", ""],
    ["Made with AI", "yes"],
  ],
  "dev.to": [
    ...OF_ALL,
    ["Tags", "node"],
    ["Tags", "sqlite, node"],
    ["Canonical", "https://mare.example/drills"],
    ["Series", "Drill"],
    ["Cover", "https://mare.example/cover.png"],
  ],
  newsletter: [...OF_ALL, ["Cover", DRAWER], ["Cover", ""], ["Media", `![The drawer](${DRAWER})`]],
};

function seenPictures({ channel }: ModelPost): string[] {
  if (channel === "x") return [GRAPH, DRAWER];
  return channel === "newsletter" ? [COVER, DRAWER] : [];
}

function unseenOf(at: number): fc.Arbitrary<Mutation> {
  const post = WEEK_OF_POSTS.posts[at];
  if (post === undefined) throw new Error(`there is no post ${at}`);
  const inFile = fc.constantFrom<Mutation>(
    file("blanks at the end", (week) => ({ ...week, tail: `${week.tail} \n\t\n` })),
    file("CRLF", (week) => ({ ...week, end: "\r\n" })),
    file("a mark of byte order", (week) => ({
      ...week,
      head: `\uFEFF${week.head.replace("\uFEFF", "")}`,
    })),
    file("notes above", (week) => ({ ...week, head: `${week.head}\nMore notes: 41 minutes.\n` })),
    file("another post changes", (week) => withPost(week, APPROVED, addWords)),
    file("another post goes", (week) => ({
      ...week,
      posts: week.posts.filter(({ title }) => title !== "Another"),
    })),
    file("another post comes first", (week) => ({
      ...week,
      posts: [{ ...ANOTHER, text: "First." }, ...week.posts],
    })),
    file("the posts turned round", (week) => ({ ...week, posts: week.posts.toReversed() })),
  );
  const shuffled = fc.shuffledSubarray(post.fields, { minLength: post.fields.length }).map(
    (fields): Mutation =>
      unseen(`fields in the order ${fields.map(([name]) => name).join()}`, at, (old) => ({
        ...old,
        fields: fields.map(
          ([name, value]) => old.fields.find((each) => each[0] === name) ?? [name, value],
        ),
      })),
  );
  const field = fc
    .constantFrom(...(UNSEEN_FIELDS[post.channel] ?? []))
    .map(
      ([name, value]): Mutation =>
        unseen(`${name}: ${value}`, at, (old) => withField(old, name, value)),
    );
  const blanks = fc.constantFrom<Mutation>(
    unseen("blanks around the text", at, (old) => ({ ...old, text: `\n\n${old.text} \n\n` })),
    unseen("blanks in fields", at, (old) => ({
      ...old,
      fields: old.fields.map(([name, value]) => [name, `  ${value} `]),
    })),
    unseen("fields in capitals", at, (old) => ({
      ...old,
      fields: old.fields.map(([name, value]) => [name.toUpperCase(), value]),
    })),
  );
  const others = Object.keys(PICTURES).filter((each) => !seenPictures(post).includes(each));
  return fc.oneof(
    { arbitrary: inFile, weight: 3 },
    shuffled,
    field,
    blanks,
    ...(others.length === 0
      ? []
      : [fc.constantFrom(...others.map((each) => pictureOf(each, false)))]),
  );
}

const OF_NOBODY: [string, string][] = [
  ["Campaign", "winter"],
  ["Reviews", "none yet"],
  ["Status", "Approved"],
  ["At", "9:30 until 11.30"],
];
const UNSEEN_FIELDS: Record<string, [string, string][]> = {
  x: [
    ...OF_NOBODY,
    ["Tags", "sqlite"],
    ["Canonical", "https://mare.example/x"],
    ["Series", "Drills"],
    ["Cover", GRAPH],
    ["Made with AI", "no"],
  ],
  "dev.to": [
    ...OF_NOBODY,
    ["Media", `![A drawer](${DRAWER})`],
    ["Made with AI", "yes"],
    ["Tags", "#node sqlite"],
  ],
  newsletter: [
    ...OF_NOBODY,
    ["Tags", "month"],
    ["Canonical", "https://mare.example/m"],
    ["Series", "Months"],
  ],
};

const ANOTHER: ModelPost = {
  ...{ date: "2026-11-23", channel: "x", title: "Before" },
  fields: [["Status", "draft"]],
  text: "Before all.",
};

function addWords(post: ModelPost): ModelPost {
  return { ...post, text: `${post.text} More words.` };
}

function withField(post: ModelPost, name: string, value: string): ModelPost {
  const is = ([each]: [string, string]): boolean => each.toLowerCase() === name.toLowerCase();
  const rest = post.fields.filter((each) => !is(each));
  if (value === "") return { ...post, fields: rest };
  const at = post.fields.findIndex(is);
  return { ...post, fields: rest.toSpliced(at < 0 ? rest.length : at, 0, [name, value]) };
}

/** The post is found by what it is for: another change may have moved it. */
function withPost(week: ModelWeek, at: number, change: (post: ModelPost) => ModelPost): ModelWeek {
  const { channel, date } = WEEK_OF_POSTS.posts[at] ?? ANOTHER;
  const here = week.posts.findIndex((post) => post.channel === channel && post.date === date);
  return {
    ...week,
    posts: week.posts.map((post, place) => (place === here ? change(post) : post)),
  };
}

function seen(what: string, at: number, change: (post: ModelPost) => ModelPost): Mutation {
  return { what, isSeen: true, apply: (week) => withPost(week, at, change) };
}

function unseen(what: string, at: number, change: (post: ModelPost) => ModelPost): Mutation {
  return { what, isSeen: false, apply: (week) => withPost(week, at, change) };
}

function file(what: string, apply: (week: ModelWeek) => ModelWeek): Mutation {
  return { what, isSeen: false, apply };
}

function pictureOf(name: string, isSeen: boolean): Mutation {
  const apply = (week: ModelWeek): ModelWeek => ({
    ...week,
    pictures: { ...week.pictures, [name]: `${week.pictures[name]}!` },
  });
  return { what: `other bytes in ${name}`, isSeen, apply };
}

/**
 * The shapes of real public files, as found in public repositories and in the sources of the servers
 * that write them; every name and every text is invented. What is right was written down before the
 * reader was run on any of them.
 */

export interface Seed {
  /** Whose form it is. */
  form: string;
  /** File name, by which a note is known. */
  file?: string;
  content: string;
  /** What an import finds. `at` only where a date is known; observations are counted. */
  found: {
    entities: Record<string, { type: string; observations: number; at?: string }>;
    /** `from relationType to`. */
    relations: string[];
  };
  /** Places of what an import leaves out, once each. */
  leftOut: string[];
  /** Opened at the memory's path: entities and relations, or null for a file that is not ours. */
  opened: [entities: number, relations: number] | null;
}

const lines = (...values: unknown[]) =>
  values.map((value) => `${JSON.stringify(value)}\n`).join("");
const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const entity = (name: string, entityType: string, ...observations: unknown[]) => ({
  type: "entity",
  name,
  entityType,
  observations,
});
const bare = (name: string, entityType: string, ...observations: unknown[]) => ({
  name,
  entityType,
  observations,
});
const relation = (from: string, relationType: string, to: string) => ({
  type: "relation",
  from,
  to,
  relationType,
});

const DOCUMENT = {
  entities: [bare("Lena", "person", "surveyor"), bare("Atlas", "project", "maps", "in review")],
  relations: [{ from: "Lena", to: "Atlas", relationType: "leads" }],
};
const IN_DOCUMENT = {
  entities: {
    Lena: { type: "person", observations: 1 },
    Atlas: { type: "project", observations: 2 },
  },
  relations: ["Lena leads Atlas"],
};

export const SEEDS: Seed[] = [
  {
    form: "the reference server, one entity said several times with other types",
    content: lines(
      entity("Atlas", "project", "maps"),
      entity("Atlas", "technology", "vector tiles"),
      entity("Lena", "person", "surveyor"),
      relation("Lena", "leads", "Atlas"),
    ).trimEnd(),
    found: IN_DOCUMENT,
    leftOut: ["line 2"],
    opened: [2, 1],
  },
  {
    form: "mcp-knowledge-graph: its marker first, relations to what is no entity",
    content: lines(
      { type: "_aim", source: "mcp-knowledge-graph" },
      entity("Atlas", "project", "maps", "in review"),
      relation("Atlas", "uses", "Tiles"),
      relation("Crew", "extends", "Atlas"),
    ),
    found: {
      entities: { Atlas: { type: "project", observations: 2 } },
      relations: ["Atlas uses Tiles", "Crew extends Atlas"],
    },
    leftOut: ["line 1"],
    opened: [1, 2],
  },
  {
    form: "a fork that writes createdAt and version",
    content: lines(
      { ...entity("Atlas", "project", "maps"), createdAt: "2026-01-14T22:28:02.540Z", version: 1 },
      { ...entity("Lena", "person"), createdAt: "2026-01-17T12:31:49.087Z", version: 1 },
      { ...relation("Lena", "leads", "Atlas"), createdAt: "2026-01-17T12:31:49.638Z", version: 1 },
    ),
    found: {
      entities: {
        Atlas: { type: "project", observations: 1, at: "2026-01-14T22:28:02.540Z" },
        Lena: { type: "person", observations: 0, at: "2026-01-17T12:31:49.087Z" },
      },
      relations: ["Lena leads Atlas"],
    },
    leftOut: ["Atlas", "Lena", "Lena → Atlas"],
    opened: [2, 1],
  },
  {
    form: "a fork whose lines have no type; seconds since 1970; authors",
    content: lines(
      bare("Alice", "Person", "Engineer", "Age 28"),
      { ...bare("Atlas", "Project", "maps"), updatedBy: "Bo", updatedAt: 1768139203 },
      { ...bare("Bug: tiles", "Bug", "slow"), createdBy: "Bo", createdAt: 1768061136 },
      { from: "Alice", to: "Atlas", relationType: "maintains" },
    ),
    found: {
      entities: {
        Alice: { type: "Person", observations: 2 },
        Atlas: { type: "Project", observations: 1, at: "2026-01-11T13:46:43.000Z" },
        "Bug: tiles": { type: "Bug", observations: 1, at: "2026-01-10T16:05:36.000Z" },
      },
      relations: ["Alice maintains Atlas"],
    },
    leftOut: [],
    opened: [3, 1],
  },
  {
    form: "a fork that writes _type last",
    content: lines(
      { ...bare("AI", "Field", "broad"), _type: "entity" },
      { ...bare("Task-1", "task", "Priority: high"), _type: "entity" },
      { from: "AI", to: "Task-1", relationType: "includes", _type: "relation" },
    ),
    found: {
      entities: {
        AI: { type: "Field", observations: 1 },
        "Task-1": { type: "task", observations: 1 },
      },
      relations: ["AI includes Task-1"],
    },
    leftOut: [],
    opened: [2, 1],
  },
  {
    form: "the same fork, later: observations as objects with their own time",
    content: lines({
      ...bare(
        "Atlas",
        "default",
        { text: "maps", timestamp: "2025-05-11T15:54:05.242Z", version: "1.0" },
        { text: "in review", timestamp: "2025-05-13T09:20:20.081Z", version: "1.0" },
      ),
      _type: "entity",
      _savedAt: "2025-05-13T16:26:31.968Z",
    }),
    found: {
      entities: { Atlas: { type: "default", observations: 2, at: "2025-05-11T15:54:05.242Z" } },
      relations: [],
    },
    leftOut: ["Atlas", "every record"],
    opened: [1, 0],
  },
  {
    form: "a fork with weights, from_entity and to_entity, type last",
    content: lines(
      {
        name: "Desk",
        entityType: "person",
        observations: ["mentioned"],
        weight: 4,
        type: "entity",
      },
      { name: "work", entityType: "concept", observations: ["a", "b"], weight: 2, type: "entity" },
      { from_entity: "Desk", to_entity: "work", relationType: "engages_in", type: "relation" },
    ),
    found: {
      entities: {
        Desk: { type: "person", observations: 1 },
        work: { type: "concept", observations: 2 },
      },
      relations: ["Desk engages_in work"],
    },
    leftOut: ["Desk", "work"],
    opened: [2, 1],
  },
  {
    form: "a document, indented, in memory.json",
    content: pretty(DOCUMENT),
    found: IN_DOCUMENT,
    leftOut: [],
    opened: [2, 1],
  },
  {
    form: "a document on one line, in memory.jsonl",
    content: JSON.stringify(DOCUMENT),
    found: IN_DOCUMENT,
    leftOut: [],
    opened: [2, 1],
  },
  {
    form: "objects that a formatter spread over lines",
    content:
      pretty(entity("Lena", "person", "surveyor")) +
      pretty(entity("Atlas", "project", "maps", "in review")) +
      pretty(relation("Lena", "leads", "Atlas")),
    found: IN_DOCUMENT,
    leftOut: [],
    opened: [2, 1],
  },
  {
    form: "a document keyed by name, with a version beside it",
    content: pretty({
      version: 2,
      entities: {
        Lena: { entityType: "person", observations: ["surveyor"] },
        Atlas: { type: "project", observations: ["maps", "in review"] },
      },
      relations: [{ source: "Lena", target: "Atlas", type: "leads" }],
    }),
    found: IN_DOCUMENT,
    leftOut: ["version"],
    opened: [2, 1],
  },
  {
    form: "nodes with ids, labels and properties, edges between the ids",
    content: pretty({
      nodes: [
        { id: "n1", label: "Lena", type: "person", properties: { role: "surveyor" } },
        { id: "n2", label: "Atlas", type: "project", properties: { what: "maps", state: "open" } },
      ],
      edges: [{ source: "n1", target: "n2", type: "leads" }],
    }),
    found: IN_DOCUMENT,
    leftOut: ["every record"],
    opened: [2, 1],
  },
  {
    form: "an MCP client's answer of read_graph, saved",
    content: pretty({
      content: [{ type: "text", text: JSON.stringify(DOCUMENT) }],
      structuredContent: DOCUMENT,
    }),
    found: IN_DOCUMENT,
    leftOut: [],
    opened: [2, 1],
  },
  {
    form: "MemoryMesh: node and edge lines, metadata as texts",
    content: lines(
      { type: "node", name: "Lena", nodeType: "npc", metadata: ["Role: surveyor"] },
      { type: "node", name: "Atlas", nodeType: "quest", metadata: ["Goal: maps", "Open"] },
      { type: "edge", from: "Lena", to: "Atlas", edgeType: "leads" },
      { type: "edge", from: "Atlas", to: "Lena", edgeType: "pays", weight: 0.5 },
    ),
    found: {
      entities: {
        Lena: { type: "npc", observations: 1 },
        Atlas: { type: "quest", observations: 2 },
      },
      relations: ["Lena leads Atlas", "Atlas pays Lena"],
    },
    leftOut: ["Atlas → Lena"],
    opened: [2, 2],
  },
  {
    form: "mcp-memory-service, exported by its command line",
    content: pretty({
      export_metadata: { source_machine: "desk", total_memories: 2, exporter_version: "5.0.1" },
      memories: [
        {
          content: "Tiles are cached for an hour.",
          content_hash: "ab12",
          tags: ["tiles", "cache"],
          created_at: 1715000000.25,
          updated_at: 1715100000.5,
          memory_type: "decision",
          metadata: {},
          export_source: "desk",
        },
        {
          content: "Lena prefers metres.",
          content_hash: "cd34",
          tags: [],
          created_at: 1716000000,
          updated_at: 1716000000,
          memory_type: "note",
          metadata: { seen: 3 },
          export_source: "desk",
        },
      ],
    }),
    found: {
      entities: {
        "Tiles are cached for an hour": {
          type: "decision",
          observations: 2,
          at: "2024-05-06T12:53:20.250Z",
        },
        "Lena prefers metres": { type: "note", observations: 1, at: "2024-05-18T02:40:00.000Z" },
      },
      relations: [],
    },
    leftOut: ["every record", "export_metadata", "Lena prefers metres"],
    opened: null,
  },
  {
    form: "mcp-memory-service, exported by its dashboard",
    content: pretty({
      export_date: "2025-09-01T10:00:00.000Z",
      total_memories: 1,
      exported_memories: 1,
      memories: [
        {
          content: "Tiles are cached for an hour.",
          content_hash: "ab12",
          tags: ["tiles"],
          memory_type: null,
          metadata: {},
          created_at: 1715000000.25,
          created_at_iso: "2024-05-06T12:53:20.250Z",
          updated_at: 1715100000.5,
          updated_at_iso: "2024-05-07T16:40:00.500Z",
        },
      ],
    }),
    found: {
      entities: {
        "Tiles are cached for an hour": {
          type: "memory",
          observations: 2,
          at: "2024-05-06T12:53:20.250Z",
        },
      },
      relations: [],
    },
    leftOut: ["every record", "export_date", "exported_memories", "total_memories"],
    opened: null,
  },
  {
    form: "mem0, get_all of the first version: a list",
    content: pretty([
      {
        id: "f38b689d-0000-45b7-bced-17fbb4d8bac7",
        memory: "travels to Porto in May",
        user_id: "ana",
        hash: "62bc",
        metadata: null,
        created_at: "2023-02-25T23:57:00.108347-07:00",
        updated_at: "2024-07-25T23:57:00.108367-07:00",
      },
    ]),
    found: {
      entities: {
        "travels to Porto in May": {
          type: "memory",
          observations: 1,
          at: "2023-02-26T06:57:00.108Z",
        },
      },
      relations: [],
    },
    leftOut: ["every record"],
    opened: null,
  },
  {
    form: "mem0, results with categories, and its graph's relations",
    content: pretty({
      results: [
        {
          id: "1",
          memory: "Likes tea",
          user_id: "ana",
          hash: "1",
          metadata: { category: "food" },
          categories: ["preferences"],
          created_at: "2024-09-03T10:16:05.490548-07:00",
          updated_at: null,
        },
      ],
      relations: [{ source: "ana", relationship: "likes", target: "tea" }],
    }),
    found: {
      entities: {
        "Likes tea": { type: "memory", observations: 2, at: "2024-09-03T17:16:05.490Z" },
      },
      relations: ["ana likes tea"],
    },
    leftOut: ["every record", "Likes tea"],
    opened: null,
  },
  {
    form: "OpenMemory's backup: one was deleted there",
    content: pretty({
      user: { id: "u", user_id: "ana", name: null },
      apps: [{ id: "a", name: "editor" }],
      categories: [{ id: "c1", name: "work", description: null }],
      memories: [
        {
          id: "m1",
          user_id: "u",
          app_id: "a",
          content: "Ships on Fridays",
          metadata: {},
          state: "active",
          created_at: "2025-06-01T08:00:00+00:00",
          updated_at: "2025-06-01T08:00:00+00:00",
          archived_at: null,
          deleted_at: null,
          category_ids: ["c1"],
        },
        {
          id: "m2",
          content: "Old address",
          state: "deleted",
          created_at: "2025-01-01T08:00:00+00:00",
          deleted_at: "2025-02-01T08:00:00+00:00",
          category_ids: [],
        },
      ],
      memory_categories: [{ memory_id: "m1", category_id: "c1" }],
      status_history: [],
      access_controls: [],
      export_meta: { version: "1" },
    }),
    found: {
      entities: {
        "Ships on Fridays": { type: "memory", observations: 2, at: "2025-06-01T08:00:00.000Z" },
      },
      relations: [],
    },
    leftOut: ["apps", "every record", "export_meta", "memories[1]", "user"],
    opened: null,
  },
  {
    form: "lines of time and content",
    content: lines(
      { timestamp: "2025-11-26T12:54:11.786349", content: "I weave context into meaning." },
      { timestamp: "2025-11-26T12:54:18.060689", content: "Second thought" },
    ),
    found: {
      entities: {
        "I weave context into meaning": {
          type: "memory",
          observations: 1,
          at: "2025-11-26T12:54:11.786Z",
        },
        "Second thought": { type: "memory", observations: 1, at: "2025-11-26T12:54:18.060Z" },
      },
      relations: [],
    },
    leftOut: [],
    opened: null,
  },
  {
    form: "lines of type, ts and content or name",
    content: lines(
      { id: "p-1", type: "project", ts: "2025-01-08T00:00:00Z", name: "atlas", context: "Maps" },
      {
        id: "f-1",
        type: "fact",
        ts: "2025-01-08T00:00:00Z",
        category: "style",
        content: "No dashes",
      },
    ),
    found: {
      entities: {
        atlas: { type: "project", observations: 1, at: "2025-01-08T00:00:00.000Z" },
        "No dashes": { type: "fact", observations: 2, at: "2025-01-08T00:00:00.000Z" },
      },
      relations: [],
    },
    leftOut: ["every record"],
    // Lines of types of other programs are carried along.
    opened: [0, 0],
  },
  {
    form: "lines of title, details, category and date",
    content: lines({
      importance: 5,
      category: "goal",
      date: "2025-12-25",
      title: "Goal: parity",
      tags: ["goal", "parity"],
      details: ["We build the same.", "Gaps are issues."],
    }),
    found: {
      entities: {
        "Goal: parity": { type: "goal", observations: 3, at: "2025-12-25T00:00:00.000Z" },
      },
      relations: [],
    },
    leftOut: ["Goal: parity"],
    opened: null,
  },
  {
    form: "facts with subject and reason, spread over lines, commas between them, no brackets",
    content: [
      {
        subject: "Repository",
        fact: "One for each aggregate",
        reason: "Borders",
        category: "Domain",
      },
      { subject: "Guard", fact: "No side effects", reason: "Purity", category: "Application" },
    ]
      .map((fact) => JSON.stringify(fact, null, 2))
      .join(",\n"),
    found: {
      entities: {
        Repository: { type: "Domain", observations: 2 },
        Guard: { type: "Application", observations: 2 },
      },
      relations: [],
    },
    leftOut: [],
    opened: null,
  },
  {
    form: "a log of events",
    content: lines(
      { timestamp: "2026-05-23T19:49:34.443598", dna: "#x", event: "status written", engine: "e" },
      {
        repo: "some/kit",
        stars: 11100,
        license: "MIT",
        notes: "a kit",
        ts: "2026-03-23T00:00:00Z",
      },
    ),
    found: { entities: {}, relations: [] },
    leftOut: ["line 1", "line 2"],
    opened: null,
  },
  {
    form: "a project's state that is called memory",
    content: pretty({
      project: { name: "Registry", version: "0.1.0" },
      milestones: { m1: { name: "Core", status: "DONE" } },
      memory: { format: "JSON", created: "2026-05-08" },
    }),
    found: { entities: {}, relations: [] },
    leftOut: ["the document"],
    opened: null,
  },
  {
    form: "chats for training",
    content: lines({ messages: [{ role: "user", content: "hello" }] }),
    found: { entities: {}, relations: [] },
    leftOut: ["line 1"],
    opened: null,
  },
  {
    form: "basic-memory's note",
    file: "coffee-brewing.md",
    content: `---
title: Coffee Brewing
type: guide
permalink: coffee-brewing
tags: [coffee, brewing]
created: 2025-10-24T08:00:00+01:00
modified: 2025-11-02
status: active
---

# Coffee Brewing

Why it matters, see [[Water]].

## Observations
- [method] Pour over is clearer #taste (own tests)
- [x] a task that was done
- [technique] 205 degrees

## Relations
- requires [[Grinding]]
- "contrasts with" [[Tea Brewing|tea]] (both hot)
- read [[Beans]] and [[Roasts]] too
`,
    found: {
      entities: {
        "Coffee Brewing": { type: "guide", observations: 8, at: "2025-10-24T07:00:00.000Z" },
      },
      relations: [
        "Coffee Brewing links_to Water",
        "Coffee Brewing requires Grinding",
        "Coffee Brewing contrasts with Tea Brewing",
        "Coffee Brewing links_to Beans",
        "Coffee Brewing links_to Roasts",
      ],
    },
    leftOut: ["coffee-brewing.md: permalink"],
    opened: null,
  },
  {
    form: "an Obsidian note: no title, aliases, date, headings",
    file: "Atlas launch.md",
    content: `---
aliases:
  - launch
tags:
  - project/atlas
date: 2025-03-04
---
## Decisions
- Ship in [[May]]
- Ask [[Lena#Address]] first

Some prose with \`code\`.
`,
    found: {
      entities: {
        "Atlas launch": { type: "note", observations: 5, at: "2025-03-04T00:00:00.000Z" },
      },
      relations: ["Atlas launch links_to May", "Atlas launch links_to Lena"],
    },
    leftOut: [],
    opened: null,
  },
  {
    form: "a note without front matter",
    file: "ideas.md",
    content: "# Ideas\n\nA glossary for *tiles*.\n",
    found: { entities: { Ideas: { type: "note", observations: 1 } }, relations: [] },
    leftOut: [],
    opened: null,
  },
];

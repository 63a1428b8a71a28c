import type { Database, Row } from "./sqlite.ts";

/** A failure of runs that may become a lesson; a person or the Improver decides. */
export interface LessonDraft {
  id: string;
  agent: string;
  /** null: the run itself failed. */
  tool: string | null;
  refused: boolean;
  text: string;
  firstAt: string;
  lastAt: string;
  /** How often it was seen. */
  times: number;
  lastRun: string;
  state: "open" | "accepted" | "dropped";
  /** The entity in memory that it became. */
  lesson: string | null;
}

export interface SeenFailure extends Pick<LessonDraft, "agent" | "tool" | "refused" | "text"> {
  /** The same for the same failure. */
  key: string;
  times: number;
  at: string;
  run: string;
}

export interface LessonDraftReads {
  find(id: string): Promise<LessonDraft | null>;
  /** Open ones, the most frequent first. */
  open(limit: number): Promise<LessonDraft[]>;
}

export interface LessonDraftWrites {
  /** Adds it, or counts it with the one that is known, whatever was decided on that. */
  see(failure: SeenFailure): Promise<void>;
  /** False when it was decided before. */
  close(
    id: string,
    end: { state: "accepted" | "dropped"; at: string; lesson: string | null },
  ): Promise<boolean>;
}

export function lessonDraftTable(db: Database): LessonDraftReads & LessonDraftWrites {
  return {
    find: async (id) => {
      const row = db.row("SELECT * FROM lesson_draft WHERE id = ?", id);
      return row === undefined ? null : draftOf(row);
    },
    open: async (limit) =>
      db
        .rows(
          "SELECT * FROM lesson_draft WHERE state = 'open' ORDER BY times DESC, seq LIMIT ?",
          limit,
        )
        .map(draftOf),
    see: async ({ key, agent, tool, refused, text, times, at, run }) => {
      db.run(
        `INSERT INTO lesson_draft (key, agent, tool, refused, text, first_at, last_at, times, last_run)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET
          last_at = excluded.last_at, times = times + excluded.times, last_run = excluded.last_run`,
        ...[key, agent, tool, refused ? 1 : 0, text, at, at, times, run],
      );
    },
    close: async (id, { state, at, lesson }) =>
      db.run(
        `UPDATE lesson_draft SET state = ?, closed_at = ?, lesson = ? WHERE id = ? AND state = 'open'`,
        ...[state, at, lesson, id],
      ) > 0,
  };
}

function draftOf(row: Row): LessonDraft {
  const text = (column: string) => (row[column] === null ? null : String(row[column]));
  return {
    id: String(row.id),
    agent: String(row.agent),
    tool: text("tool"),
    refused: row.refused === 1,
    text: String(row.text),
    firstAt: String(row.first_at),
    lastAt: String(row.last_at),
    times: Number(row.times),
    lastRun: String(row.last_run),
    state: String(row.state) as LessonDraft["state"],
    lesson: text("lesson"),
  };
}

import type { Database, Row } from "./sqlite.ts";

/** An answer to a statement of a post; the company's rules have the same shape (company/claims/answers.ts). */
export interface StatementAnswerRecord {
  /** The review that it came with; null for the founder's own. */
  review: string | null;
  /** `<file>#<id>` */
  workPath: string | null;
  workHash: string;
  key: string;
  is: "LIVE" | "ROADMAP" | "THESIS" | "no claim" | "change" | "founder";
  by: string | null;
  why: string | null;
  who: string;
  /** null when code did not see who gave it. */
  attestation: "headless-run" | "guard-hook" | "founder" | null;
  at: string;
}

export interface StatementAnswerReads {
  /** Those that came with these reviews, or were given on this path or these bytes, oldest first. */
  ofWork(work: {
    reviews: readonly string[];
    path: string | null;
    hash: string;
  }): Promise<StatementAnswerRecord[]>;
}

export interface StatementAnswerWrites {
  add(answer: StatementAnswerRecord): Promise<void>;
}

export function statementAnswerTable(db: Database): StatementAnswerReads & StatementAnswerWrites {
  return {
    ofWork: async ({ reviews, path, hash }) =>
      db
        .rows(
          `SELECT * FROM statement_answer WHERE seq IN (
            SELECT seq FROM statement_answer WHERE review IN (SELECT value FROM json_each(?))
            UNION SELECT seq FROM statement_answer WHERE work_path = ?
            UNION SELECT seq FROM statement_answer WHERE work_hash = ?) ORDER BY seq`,
          ...[JSON.stringify(reviews), path, hash],
        )
        .map(recorded),
    add: async ({ review, workPath, workHash, key, is, by, why, who, attestation, at }) => {
      db.run(
        `INSERT INTO statement_answer
          (review, work_path, work_hash, key, answer, carried_by, why, who, attestation, at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[review, workPath, workHash, key, is, by, why, who, attestation, at],
      );
    },
  };
}

function recorded(row: Row): StatementAnswerRecord {
  const orNull = (column: string) => (row[column] == null ? null : String(row[column]));
  return {
    review: orNull("review"),
    workPath: orNull("work_path"),
    workHash: String(row.work_hash),
    key: String(row.key),
    is: row.answer as StatementAnswerRecord["is"],
    by: orNull("carried_by"),
    why: orNull("why"),
    who: String(row.who),
    attestation: row.attestation as StatementAnswerRecord["attestation"],
    at: String(row.at),
  };
}

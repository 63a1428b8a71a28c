-- The numbered statements of a post that a reviewer was handed, as JSON; NULL for a review from before.
ALTER TABLE review_text ADD COLUMN statements TEXT;

-- One answer to one statement of a post, by a reviewer with a verdict or by the founder. What was answered
-- holds for the same words in the same post; it is only added to, and the newest counts.
CREATE TABLE statement_answer (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The review that it came with; NULL for the founder's own.
  review TEXT REFERENCES review (id),
  work_path TEXT,
  work_hash TEXT NOT NULL,
  -- Its words and its product.
  key TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('LIVE', 'ROADMAP', 'THESIS', 'no claim', 'change', 'founder')),
  -- The row or evidence that carries it.
  carried_by TEXT,
  why TEXT,
  who TEXT NOT NULL,
  attestation TEXT CHECK (attestation IN ('headless-run', 'guard-hook', 'founder')),
  at TEXT NOT NULL
) STRICT;

CREATE INDEX statement_answer_review ON statement_answer (review) WHERE review IS NOT NULL;
CREATE INDEX statement_answer_path ON statement_answer (work_path) WHERE work_path IS NOT NULL;
CREATE INDEX statement_answer_hash ON statement_answer (work_hash);
CREATE TRIGGER statement_answer_kept BEFORE UPDATE ON statement_answer
BEGIN SELECT RAISE (ABORT, 'answers are never changed'); END;
CREATE TRIGGER statement_answer_stays BEFORE DELETE ON statement_answer
BEGIN SELECT RAISE (ABORT, 'answers are never removed'); END;

CREATE INDEX event_at ON event (at, seq);

CREATE INDEX event_subject ON event (subject, seq);

CREATE INDEX review_answered ON review (requester, closed_at) WHERE state = 'answered';

CREATE INDEX review_asking ON review (requester, seq) WHERE state = 'open';

CREATE INDEX review_expiry ON review (expires_at) WHERE state = 'open';

CREATE UNIQUE INDEX review_open ON review (requester, reviewer, work_key, work_hash)
WHERE state = 'open';

CREATE INDEX review_state ON review (state, seq);

CREATE INDEX review_task ON review (requester, reviewer, task_key, seq);

CREATE INDEX review_waiting ON review (reviewer, seq) WHERE state = 'open';

CREATE INDEX review_words ON review (words_hash, seq) WHERE words_hash IS NOT NULL;

CREATE INDEX review_work_hash ON review (work_hash, seq);

CREATE INDEX review_work_key ON review (work_key, seq);

CREATE INDEX review_work_path ON review (work_path, seq) WHERE work_path IS NOT NULL;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  -- The review, post or run that it is about.
  subject TEXT,
  -- SHA-256 of the bytes that it is about.
  hash TEXT,
  detail TEXT
) STRICT;

CREATE TABLE review (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE GENERATED ALWAYS AS ('R-' || seq) STORED,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'expired', 'withdrawn')),
  owner TEXT NOT NULL,
  requester TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  chain TEXT NOT NULL,
  in_reply_to TEXT REFERENCES review (id),
  work_key TEXT NOT NULL,
  work_path TEXT,
  work_hash TEXT NOT NULL,
  work_bytes INTEGER NOT NULL,
  task_key TEXT NOT NULL,
  topics TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  closed_at TEXT,
  closed_why TEXT, words_hash TEXT,
  CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;

CREATE TABLE review_text (
  review TEXT PRIMARY KEY REFERENCES review (id),
  -- The fields and the work, in which the triggers were found.
  asked TEXT NOT NULL,
  -- Exactly as handed over.
  request TEXT NOT NULL
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE verdict (
  review TEXT PRIMARY KEY REFERENCES review (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('APPROVED', 'CONCERNS', 'BLOCKING')),
  reasons TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  at TEXT NOT NULL,
  attestation TEXT CHECK (attestation IN ('headless-run', 'guard-hook'))
) STRICT;

CREATE TRIGGER event_kept BEFORE UPDATE ON event
BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;

CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT RAISE (ABORT, 'events are never removed'); END;

CREATE TRIGGER review_closed BEFORE UPDATE ON review WHEN OLD.state <> 'open'
BEGIN SELECT RAISE (ABORT, 'a closed review is never changed'); END;

CREATE TRIGGER review_kept BEFORE UPDATE OF
  owner, requester, reviewer, chain, in_reply_to, work_key, work_path, work_hash, asked_at ON review
BEGIN SELECT RAISE (ABORT, 'what was asked is never changed'); END;

CREATE TRIGGER review_stays BEFORE DELETE ON review
BEGIN SELECT RAISE (ABORT, 'reviews are never removed'); END;

CREATE TRIGGER review_words_kept BEFORE UPDATE OF words_hash ON review
BEGIN SELECT RAISE (ABORT, 'what was asked is never changed'); END;

CREATE TRIGGER verdict_kept BEFORE UPDATE ON verdict
BEGIN SELECT RAISE (ABORT, 'verdicts are never changed'); END;

CREATE TRIGGER verdict_stays BEFORE DELETE ON verdict
BEGIN SELECT RAISE (ABORT, 'verdicts are never removed'); END;

-- What the founder is told, and what code sees of runs after their end: traces, drafts of lessons, days.

-- The key makes a second telling of the same thing impossible. It is written before anything is sent.
CREATE TABLE notice (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  -- past: it was so before notices were wanted, and is not told
  state TEXT NOT NULL CHECK (state IN ('past', 'waiting', 'sending', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Not sent before; of one that is being sent, the end of its time.
  wait_until TEXT NOT NULL,
  settled_at TEXT,
  why TEXT
) STRICT;

CREATE INDEX notice_open ON notice (wait_until) WHERE state IN ('waiting', 'sending');
CREATE INDEX notice_failed ON notice (settled_at) WHERE state = 'failed';

CREATE TRIGGER notice_stays BEFORE DELETE ON notice
BEGIN SELECT RAISE (ABORT, 'what was told is never forgotten'); END;
CREATE TRIGGER notice_told_once BEFORE UPDATE ON notice WHEN OLD.state IN ('past', 'sent', 'failed')
BEGIN SELECT RAISE (ABORT, 'what was told is never told again'); END;

-- What one leg of a run changed and what failed in it, as code saw it; JSON.
CREATE TABLE run_trace (
  run TEXT NOT NULL REFERENCES run (id),
  leg INTEGER NOT NULL,
  at TEXT NOT NULL,
  trace TEXT NOT NULL,
  PRIMARY KEY (run, leg)
) STRICT;

-- Failures that may become lessons, each once however often it comes back.
CREATE TABLE lesson_draft (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE GENERATED ALWAYS AS ('L-' || seq) STORED,
  -- Department, tool and what was said, without what differs from time to time.
  key TEXT NOT NULL UNIQUE,
  agent TEXT NOT NULL,
  -- NULL: the run itself.
  tool TEXT,
  refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
  text TEXT NOT NULL,
  first_at TEXT NOT NULL,
  last_at TEXT NOT NULL,
  times INTEGER NOT NULL,
  last_run TEXT NOT NULL REFERENCES run (id),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'dropped')),
  closed_at TEXT,
  -- The entity in memory that it became.
  lesson TEXT,
  CHECK ((state = 'open') = (closed_at IS NULL))
) STRICT;

CREATE INDEX lesson_draft_open ON lesson_draft (times) WHERE state = 'open';

-- What a day of runs was like, written once when it is over; JSON.
CREATE TABLE synthesis (
  day TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  synthesis TEXT NOT NULL
) STRICT;

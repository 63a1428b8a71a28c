-- A run that handed work over waits for it without a process: it has not ended, its slot is free, and
-- whoever takes it up next does so once, because the leg grows with it.
-- Since when it waits; null while somebody is at work on it.
ALTER TABLE run ADD COLUMN waiting_since TEXT;
-- What it waits for: what it handed over, or, its hq being dead, that its session is taken up again.
ALTER TABLE run ADD COLUMN waiting_for TEXT CHECK (waiting_for IN ('answers', 'crash'));
-- How often its session was begun or taken up; the watcher of an earlier leg was given up.
ALTER TABLE run ADD COLUMN leg INTEGER NOT NULL DEFAULT 1;
-- The leg that crashed and was taken up again, which happens once.
ALTER TABLE run ADD COLUMN crashed_leg INTEGER;
-- Named again whenever the session is taken up: the client would ask for the first one for ever.
ALTER TABLE run ADD COLUMN model TEXT;
ALTER TABLE run ADD COLUMN timeout_ms INTEGER;

CREATE INDEX run_waiting ON run (seq) WHERE waiting_since IS NOT NULL;

-- What a run asked of another department. Whether it came back is not written here: the run that does
-- it says so, and nothing can be written of it twice.
CREATE TABLE hand_over (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE GENERATED ALWAYS AS ('H-' || seq) STORED,
  -- Who waits, and in which leg it asked.
  run TEXT NOT NULL REFERENCES run (id),
  leg INTEGER NOT NULL,
  agent TEXT NOT NULL,
  task TEXT NOT NULL,
  -- SHA-256 of the task.
  task_hash TEXT NOT NULL,
  -- The review that it is; null for a task.
  review TEXT REFERENCES review (id),
  at TEXT NOT NULL,
  -- The run that does it.
  child TEXT UNIQUE REFERENCES run (id),
  -- Why it will not be done.
  closed_why TEXT,
  -- The leg that was told what came back.
  told_leg INTEGER,
  CHECK (child IS NULL OR closed_why IS NULL),
  UNIQUE (run, agent, task_hash)
) STRICT;

CREATE INDEX hand_over_open ON hand_over (seq) WHERE child IS NULL AND closed_why IS NULL;

CREATE TRIGGER hand_over_stays BEFORE DELETE ON hand_over
BEGIN SELECT RAISE (ABORT, 'what was handed over is never removed'); END;
CREATE TRIGGER hand_over_kept BEFORE UPDATE OF run, leg, agent, task, task_hash, review, at ON hand_over
BEGIN SELECT RAISE (ABORT, 'what was handed over is never changed'); END;
CREATE TRIGGER hand_over_done_once BEFORE UPDATE OF child, closed_why ON hand_over
WHEN OLD.child IS NOT NULL OR OLD.closed_why IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'what was handed over is done once'); END;
CREATE TRIGGER hand_over_told_once BEFORE UPDATE OF told_leg ON hand_over WHEN OLD.told_leg IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'what came back is told once'); END;

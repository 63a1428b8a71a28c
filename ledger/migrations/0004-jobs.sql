-- What runs by itself: jobs, each of their due times with its one outcome, runs of departments, who works
-- on what, what is stopped. Times are ISO 8601 in UTC with milliseconds, so that they sort as text.

-- Facts about the engine itself: when it began here, when it last looked.
CREATE TABLE mark (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE job (
  -- prompt:standup, or once:7
  id TEXT PRIMARY KEY,
  -- Due times up to here are written down; NULL while the job is not wanted any more.
  reckoned_until TEXT,
  since TEXT NOT NULL
) STRICT;

CREATE TABLE due (
  job TEXT NOT NULL REFERENCES job (id),
  due_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'ran', 'late', 'skipped', 'missed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Who works on it, since when and until when at most; the token grows with every claim.
  holder TEXT,
  token INTEGER NOT NULL DEFAULT 0,
  claimed_at TEXT,
  lease_until TEXT,
  -- Not tried again before.
  wait_until TEXT,
  settled_at TEXT,
  why TEXT,
  PRIMARY KEY (job, due_at),
  CHECK ((state = 'claimed') = (holder IS NOT NULL)),
  CHECK ((state IN ('open', 'claimed')) = (settled_at IS NULL))
) STRICT;

CREATE INDEX due_unsettled ON due (job, due_at) WHERE state IN ('open', 'claimed');
CREATE INDEX due_settled ON due (settled_at) WHERE settled_at IS NOT NULL;

-- An outcome is one: it is never changed for another.
CREATE TRIGGER due_settled_once BEFORE UPDATE ON due WHEN OLD.settled_at IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'an outcome is never changed'); END;
-- What ran is never forgotten; what only passed may be, when the clock that said so was wrong.
CREATE TRIGGER due_stays BEFORE DELETE ON due WHEN OLD.state IN ('claimed', 'ran', 'late')
BEGIN SELECT RAISE (ABORT, 'what ran is never removed'); END;

-- What the founder stopped: everything ("all") or one department.
CREATE TABLE stop (
  scope TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;

-- One run of a department, from its start to its end.
CREATE TABLE run (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE GENERATED ALWAYS AS ('run-' || seq) STORED,
  agent TEXT NOT NULL,
  -- The departments through whose hands it came, the oldest first, this one last.
  chain TEXT NOT NULL,
  task TEXT NOT NULL,
  -- The due time that it answers, if it is one of a job.
  job TEXT,
  due_at TEXT,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped', 'lost')),
  session TEXT NOT NULL UNIQUE,
  holder TEXT NOT NULL,
  lease_until TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  result TEXT,
  why TEXT,
  calls INTEGER NOT NULL DEFAULT 0,
  input_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (job, due_at) REFERENCES due (job, due_at),
  CHECK ((state = 'running') = (ended_at IS NULL))
) STRICT;

CREATE INDEX run_running ON run (seq) WHERE state = 'running';
CREATE INDEX run_started ON run (started_at);
CREATE INDEX run_due ON run (job, due_at) WHERE job IS NOT NULL;

CREATE TRIGGER run_stays BEFORE DELETE ON run
BEGIN SELECT RAISE (ABORT, 'runs are never removed'); END;
CREATE TRIGGER run_ended_once BEFORE UPDATE ON run WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'a run that ended is never changed'); END;

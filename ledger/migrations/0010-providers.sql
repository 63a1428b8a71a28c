-- Providers of models: which failed and is left alone for a while, and who asks one that takes only so many
-- runs at once. Both outlive the process that wrote them, and all processes see the same.

CREATE TABLE breaker (
  provider TEXT PRIMARY KEY,
  -- Failures, one after the other; an answer removes the row.
  faults INTEGER NOT NULL CHECK (faults > 0),
  open_until TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

-- Counts while its run goes on: a run that is lost holds nothing.
CREATE TABLE slot (
  provider TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES run (id),
  priority INTEGER NOT NULL,
  asked_at TEXT NOT NULL,
  given_at TEXT,
  PRIMARY KEY (provider, run)
) STRICT;

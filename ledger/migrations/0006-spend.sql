-- What runs used, by model, and what is set aside for those that go on. Both belong to their run: its one
-- end settles them, also when it is written down by another process after a crash.

CREATE TABLE run_usage (
  run TEXT NOT NULL REFERENCES run (id),
  -- '' where the client did not name it.
  model TEXT NOT NULL,
  calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  -- Of the input, what the provider had kept.
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  -- Of the calls, those whose tokens were reckoned from bytes.
  estimated_calls INTEGER NOT NULL,
  -- As the client reported them; NULL where it did not.
  credits REAL,
  PRIMARY KEY (run, model)
) STRICT;

CREATE TRIGGER run_usage_while_running BEFORE INSERT ON run_usage
WHEN (SELECT ended_at FROM run WHERE id = NEW.run) IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'what a run used is settled with its end'); END;

-- Counts while the run goes on and has used less.
CREATE TABLE reservation (
  run TEXT NOT NULL REFERENCES run (id),
  -- tokens, calls, runs, minutes, credits, or the code of a currency.
  unit TEXT NOT NULL,
  amount REAL NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (run, unit)
) STRICT;

-- The cap that was given to one run alone.
CREATE TABLE run_cap (
  run TEXT PRIMARY KEY REFERENCES run (id),
  unit TEXT NOT NULL,
  amount REAL NOT NULL CHECK (amount >= 0)
) STRICT;

-- A row of the table Budgets warns once in its period.
CREATE TABLE budget_alert (
  budget TEXT NOT NULL,
  period TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (budget, period)
) STRICT;

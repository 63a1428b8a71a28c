-- What a department gave to finish_run. Only this makes a run done: the client's exit code, its last
-- message and its closing line say "success" of runs that were cut short, too.
CREATE TABLE run_result (
  run TEXT PRIMARY KEY REFERENCES run (id),
  at TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT;

CREATE TRIGGER run_result_while_running BEFORE INSERT ON run_result
WHEN (SELECT state FROM run WHERE id = NEW.run) IS NOT 'running'
BEGIN SELECT RAISE (ABORT, 'only a run that goes on has a result to give'); END;
CREATE TRIGGER run_result_stays BEFORE DELETE ON run_result
BEGIN SELECT RAISE (ABORT, 'results are never removed'); END;
CREATE TRIGGER run_result_once BEFORE UPDATE ON run_result
BEGIN SELECT RAISE (ABORT, 'a result is never changed'); END;

CREATE INDEX due_settled ON due (settled_at) WHERE settled_at IS NOT NULL;

CREATE INDEX due_unsettled ON due (job, due_at) WHERE state IN ('open', 'claimed');

CREATE INDEX event_at ON event (at, seq);

CREATE INDEX event_subject ON event (subject, seq);

CREATE INDEX hand_over_open ON hand_over (seq) WHERE child IS NULL AND closed_why IS NULL;

CREATE INDEX lesson_draft_open ON lesson_draft (times) WHERE state = 'open';

CREATE INDEX notice_failed ON notice (settled_at) WHERE state = 'failed';

CREATE INDEX notice_open ON notice (wait_until) WHERE state IN ('waiting', 'sending');

CREATE INDEX outbox_step_post ON outbox_step (post, seq);

CREATE INDEX outbox_unfinished ON outbox (post) WHERE state IN ('open', 'claimed', 'sent', 'unknown');

CREATE UNIQUE INDEX outbox_words ON outbox (account, words)
WHERE state NOT IN ('failed', 'expired', 'cancelled') OR part > 0;

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

CREATE INDEX run_due ON run (job, due_at) WHERE job IS NOT NULL;

CREATE INDEX run_running ON run (seq) WHERE state = 'running';

CREATE INDEX run_started ON run (started_at);

CREATE INDEX run_waiting ON run (seq) WHERE waiting_since IS NOT NULL;

CREATE INDEX statement_answer_hash ON statement_answer (work_hash);

CREATE INDEX statement_answer_path ON statement_answer (work_path) WHERE work_path IS NOT NULL;

CREATE INDEX statement_answer_review ON statement_answer (review) WHERE review IS NOT NULL;

CREATE TABLE approval (
  hash TEXT PRIMARY KEY,
  post TEXT NOT NULL,
  at TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT;

CREATE TABLE board_change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  -- For a person: 'T-012 done: Call the bank'.
  says TEXT NOT NULL,
  -- As JSON; what it says, company/board/take-back.ts reads.
  hunks TEXT NOT NULL,
  -- Changes of the memory that belong to it, as JSON: [{"seq": 12, "at": "…"}]. A memory that is built anew
  -- counts from 1 again, so that the instant tells whether the number still means the same.
  memory TEXT NOT NULL,
  -- The change that this one takes back.
  undoes INTEGER,
  -- 'begun' stands before the file is written: of a process that died in between, the file tells what came of it.
  state TEXT NOT NULL CHECK (state IN ('begun', 'done', 'void'))
) STRICT;

CREATE TABLE breaker (
  provider TEXT PRIMARY KEY,
  -- Failures, one after the other; an answer removes the row.
  faults INTEGER NOT NULL CHECK (faults > 0),
  open_until TEXT NOT NULL,
  why TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE budget_alert (
  budget TEXT NOT NULL,
  period TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (budget, period)
) STRICT;

CREATE TABLE channel_rest (
  goes_to TEXT NOT NULL,
  account TEXT NOT NULL,
  until TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (goes_to, account)
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

CREATE TABLE job (
  -- prompt:standup, or once:7
  id TEXT PRIMARY KEY,
  -- Due times up to here are written down; NULL while the job is not wanted any more.
  reckoned_until TEXT,
  since TEXT NOT NULL
) STRICT;

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

CREATE TABLE mark (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

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

CREATE TABLE outbox (
  post TEXT PRIMARY KEY,
  -- Hash of the approval by which it goes out.
  approval TEXT NOT NULL,
  goes_to TEXT NOT NULL,
  account TEXT NOT NULL,
  -- SHA-256 of its words alone: the same words do not go to one account twice.
  words TEXT NOT NULL,
  -- What is sent, as JSON without the bytes of pictures: looked up again after the draft has changed.
  content TEXT NOT NULL,
  parts INTEGER NOT NULL CHECK (parts > 0),
  -- The part that is next, or under way.
  part INTEGER NOT NULL CHECK (part BETWEEN 0 AND parts),
  state TEXT NOT NULL CHECK (
    state IN ('open', 'claimed', 'sent', 'unknown', 'posted', 'failed', 'expired', 'cancelled')
  ),
  attempt INTEGER NOT NULL DEFAULT 0,
  -- Grows with every claim: whoever lost it to another process cannot go on.
  token INTEGER NOT NULL DEFAULT 0,
  holder TEXT,
  lease_until TEXT,
  -- When the part under way was handed to the channel.
  sent_at TEXT,
  -- Not tried again before.
  wait_until TEXT,
  why TEXT,
  updated_at TEXT NOT NULL, cost_micro_usd INTEGER NOT NULL DEFAULT 0,
  CHECK ((state IN ('claimed', 'sent')) = (holder IS NOT NULL)),
  CHECK ((state IN ('sent', 'unknown')) = (sent_at IS NOT NULL)),
  CHECK (state <> 'posted' OR part = parts)
) STRICT;

CREATE TABLE outbox_step (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  post TEXT NOT NULL,
  part INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  token INTEGER NOT NULL,
  step TEXT NOT NULL,
  at TEXT NOT NULL,
  detail TEXT
) STRICT;

CREATE TABLE post_hold (
  post TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;

CREATE TABLE posted_part (
  post TEXT NOT NULL REFERENCES outbox (post),
  part INTEGER NOT NULL,
  remote_id TEXT NOT NULL,
  url TEXT,
  cost_micro_usd INTEGER NOT NULL,
  at TEXT NOT NULL,
  -- By the channel's answer, by looking it up, or by the founder's word.
  known_by TEXT NOT NULL CHECK (known_by IN ('answer', 'lookup', 'founder')),
  PRIMARY KEY (post, part)
) STRICT;

CREATE TABLE reservation (
  run TEXT NOT NULL REFERENCES run (id),
  -- tokens, calls, runs, minutes, credits, or the code of a currency.
  unit TEXT NOT NULL,
  amount REAL NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (run, unit)
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
, statements TEXT) STRICT;

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
  output_tokens INTEGER NOT NULL DEFAULT 0, waiting_since TEXT, waiting_for TEXT CHECK (waiting_for IN ('answers', 'crash')), leg INTEGER NOT NULL DEFAULT 1, crashed_leg INTEGER, model TEXT, timeout_ms INTEGER, waited_ms INTEGER NOT NULL DEFAULT 0, workplace TEXT,
  FOREIGN KEY (job, due_at) REFERENCES due (job, due_at),
  CHECK ((state = 'running') = (ended_at IS NULL))
) STRICT;

CREATE TABLE run_cap (
  run TEXT PRIMARY KEY REFERENCES run (id),
  unit TEXT NOT NULL,
  amount REAL NOT NULL CHECK (amount >= 0)
) STRICT;

CREATE TABLE run_result (
  run TEXT PRIMARY KEY REFERENCES run (id),
  at TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT;

CREATE TABLE run_trace (
  run TEXT NOT NULL REFERENCES run (id),
  leg INTEGER NOT NULL,
  at TEXT NOT NULL,
  trace TEXT NOT NULL,
  PRIMARY KEY (run, leg)
) STRICT;

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

CREATE TABLE slot (
  provider TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES run (id),
  priority INTEGER NOT NULL,
  asked_at TEXT NOT NULL,
  given_at TEXT,
  PRIMARY KEY (provider, run)
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

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

CREATE TABLE stop (
  scope TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;

CREATE TABLE synthesis (
  day TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  synthesis TEXT NOT NULL
) STRICT;

CREATE TABLE verdict (
  review TEXT PRIMARY KEY REFERENCES review (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('APPROVED', 'CONCERNS', 'BLOCKING')),
  reasons TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  at TEXT NOT NULL,
  attestation TEXT CHECK (attestation IN ('headless-run', 'guard-hook'))
) STRICT;

CREATE TRIGGER due_settled_once BEFORE UPDATE ON due WHEN OLD.settled_at IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'an outcome is never changed'); END;

CREATE TRIGGER due_stays BEFORE DELETE ON due WHEN OLD.state IN ('claimed', 'ran', 'late')
BEGIN SELECT RAISE (ABORT, 'what ran is never removed'); END;

CREATE TRIGGER event_kept BEFORE UPDATE ON event
BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;

CREATE TRIGGER event_stays BEFORE DELETE ON event
BEGIN SELECT RAISE (ABORT, 'events are never removed'); END;

CREATE TRIGGER hand_over_done_once BEFORE UPDATE OF child, closed_why ON hand_over
WHEN OLD.child IS NOT NULL OR OLD.closed_why IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'what was handed over is done once'); END;

CREATE TRIGGER hand_over_kept BEFORE UPDATE OF run, leg, agent, task, task_hash, review, at ON hand_over
BEGIN SELECT RAISE (ABORT, 'what was handed over is never changed'); END;

CREATE TRIGGER hand_over_stays BEFORE DELETE ON hand_over
BEGIN SELECT RAISE (ABORT, 'what was handed over is never removed'); END;

CREATE TRIGGER hand_over_told_once BEFORE UPDATE OF told_leg ON hand_over WHEN OLD.told_leg IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'what came back is told once'); END;

CREATE TRIGGER notice_stays BEFORE DELETE ON notice
BEGIN SELECT RAISE (ABORT, 'what was told is never forgotten'); END;

CREATE TRIGGER notice_told_once BEFORE UPDATE ON notice WHEN OLD.state IN ('past', 'sent', 'failed')
BEGIN SELECT RAISE (ABORT, 'what was told is never told again'); END;

CREATE TRIGGER outbox_never_back BEFORE UPDATE ON outbox WHEN NEW.part < OLD.part OR NEW.token < OLD.token
BEGIN SELECT RAISE (ABORT, 'a part that stands there is never sent again'); END;

CREATE TRIGGER outbox_posted_once BEFORE UPDATE ON outbox WHEN OLD.state = 'posted'
BEGIN SELECT RAISE (ABORT, 'a post that stands there is never changed'); END;

CREATE TRIGGER outbox_stays BEFORE DELETE ON outbox
BEGIN SELECT RAISE (ABORT, 'what went out is never removed'); END;

CREATE TRIGGER outbox_step_fixed BEFORE UPDATE ON outbox_step
BEGIN SELECT RAISE (ABORT, 'steps are never changed'); END;

CREATE TRIGGER outbox_step_stays BEFORE DELETE ON outbox_step
BEGIN SELECT RAISE (ABORT, 'steps are never removed'); END;

CREATE TRIGGER posted_part_stays BEFORE DELETE ON posted_part
BEGIN SELECT RAISE (ABORT, 'what went out is never removed'); END;

CREATE TRIGGER review_closed BEFORE UPDATE ON review WHEN OLD.state <> 'open'
BEGIN SELECT RAISE (ABORT, 'a closed review is never changed'); END;

CREATE TRIGGER review_kept BEFORE UPDATE OF
  owner, requester, reviewer, chain, in_reply_to, work_key, work_path, work_hash, asked_at ON review
BEGIN SELECT RAISE (ABORT, 'what was asked is never changed'); END;

CREATE TRIGGER review_stays BEFORE DELETE ON review
BEGIN SELECT RAISE (ABORT, 'reviews are never removed'); END;

CREATE TRIGGER review_words_kept BEFORE UPDATE OF words_hash ON review
BEGIN SELECT RAISE (ABORT, 'what was asked is never changed'); END;

CREATE TRIGGER run_ended_once BEFORE UPDATE ON run WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'a run that ended is never changed'); END;

CREATE TRIGGER run_result_once BEFORE UPDATE ON run_result
BEGIN SELECT RAISE (ABORT, 'a result is never changed'); END;

CREATE TRIGGER run_result_stays BEFORE DELETE ON run_result
BEGIN SELECT RAISE (ABORT, 'results are never removed'); END;

CREATE TRIGGER run_result_while_running BEFORE INSERT ON run_result
WHEN (SELECT state FROM run WHERE id = NEW.run) IS NOT 'running'
BEGIN SELECT RAISE (ABORT, 'only a run that goes on has a result to give'); END;

CREATE TRIGGER run_stays BEFORE DELETE ON run
BEGIN SELECT RAISE (ABORT, 'runs are never removed'); END;

CREATE TRIGGER run_usage_while_running BEFORE INSERT ON run_usage
WHEN (SELECT ended_at FROM run WHERE id = NEW.run) IS NOT NULL
BEGIN SELECT RAISE (ABORT, 'what a run used is settled with its end'); END;

CREATE TRIGGER statement_answer_kept BEFORE UPDATE ON statement_answer
BEGIN SELECT RAISE (ABORT, 'answers are never changed'); END;

CREATE TRIGGER statement_answer_stays BEFORE DELETE ON statement_answer
BEGIN SELECT RAISE (ABORT, 'answers are never removed'); END;

CREATE TRIGGER verdict_kept BEFORE UPDATE ON verdict
BEGIN SELECT RAISE (ABORT, 'verdicts are never changed'); END;

CREATE TRIGGER verdict_stays BEFORE DELETE ON verdict
BEGIN SELECT RAISE (ABORT, 'verdicts are never removed'); END;

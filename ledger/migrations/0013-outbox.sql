-- Posts on their way out. What was handed to a channel is never forgotten and never handed over twice.

-- Approvals that the founder gave on this machine: without a key to sign with, only these count.
CREATE TABLE approval (
  hash TEXT PRIMARY KEY,
  post TEXT NOT NULL,
  at TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT;

-- What the founder holds back although it is approved.
CREATE TABLE post_hold (
  post TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  why TEXT NOT NULL
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
  updated_at TEXT NOT NULL,
  CHECK ((state IN ('claimed', 'sent')) = (holder IS NOT NULL)),
  CHECK ((state IN ('sent', 'unknown')) = (sent_at IS NOT NULL)),
  CHECK (state <> 'posted' OR part = parts)
) STRICT;

CREATE UNIQUE INDEX outbox_words ON outbox (account, words)
WHERE state NOT IN ('failed', 'expired', 'cancelled') OR part > 0;
CREATE INDEX outbox_unfinished ON outbox (post) WHERE state IN ('open', 'claimed', 'sent', 'unknown');

CREATE TRIGGER outbox_stays BEFORE DELETE ON outbox
BEGIN SELECT RAISE (ABORT, 'what went out is never removed'); END;
CREATE TRIGGER outbox_posted_once BEFORE UPDATE ON outbox WHEN OLD.state = 'posted'
BEGIN SELECT RAISE (ABORT, 'a post that stands there is never changed'); END;
CREATE TRIGGER outbox_never_back BEFORE UPDATE ON outbox WHEN NEW.part < OLD.part OR NEW.token < OLD.token
BEGIN SELECT RAISE (ABORT, 'a part that stands there is never sent again'); END;

-- A part that stands on the channel.
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

CREATE TRIGGER posted_part_stays BEFORE DELETE ON posted_part
BEGIN SELECT RAISE (ABORT, 'what went out is never removed'); END;

-- Every step, in the order in which it was written down, before the act that it allows.
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

CREATE INDEX outbox_step_post ON outbox_step (post, seq);
CREATE TRIGGER outbox_step_stays BEFORE DELETE ON outbox_step
BEGIN SELECT RAISE (ABORT, 'steps are never removed'); END;
CREATE TRIGGER outbox_step_fixed BEFORE UPDATE ON outbox_step
BEGIN SELECT RAISE (ABORT, 'steps are never changed'); END;

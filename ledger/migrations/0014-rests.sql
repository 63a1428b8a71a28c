-- Until when nothing may go to an account, by what its channel said of limits, credits or rights.
CREATE TABLE channel_rest (
  goes_to TEXT NOT NULL,
  account TEXT NOT NULL,
  until TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (goes_to, account)
) STRICT;

-- What the part under way costs, in millionths of a US dollar: a cap counts it before its answer is there.
ALTER TABLE outbox ADD COLUMN cost_micro_usd INTEGER NOT NULL DEFAULT 0;

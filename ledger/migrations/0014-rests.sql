-- Until when nothing may go to an account, by what its channel said of limits, credits or rights.
CREATE TABLE channel_rest (
  goes_to TEXT NOT NULL,
  account TEXT NOT NULL,
  until TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (goes_to, account)
) STRICT;

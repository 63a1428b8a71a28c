-- What one change of the board took out and put in, so that it can be taken back. Only the newest are kept:
-- git has the rest.
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

-- How long a run waited without anybody at work on it, in milliseconds: a cap in minutes does not count it.
ALTER TABLE run ADD COLUMN waited_ms INTEGER NOT NULL DEFAULT 0;

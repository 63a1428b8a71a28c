-- Where a run works when not at the company's root: a git worktree, from the root. A run that is taken up
-- again must go on there, or it would write into the founder's own files.
ALTER TABLE run ADD COLUMN workplace TEXT;

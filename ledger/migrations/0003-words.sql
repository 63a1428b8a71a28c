-- The same words under another name, in another file or without one are known again by this.
ALTER TABLE review ADD COLUMN words_hash TEXT;

CREATE INDEX review_words ON review (words_hash, seq) WHERE words_hash IS NOT NULL;

CREATE TRIGGER review_words_kept BEFORE UPDATE OF words_hash ON review
BEGIN SELECT RAISE (ABORT, 'what was asked is never changed'); END;

-- The verdicts that a department was given lately, however many there are in all.
CREATE INDEX review_answered ON review (requester, closed_at) WHERE state = 'answered';

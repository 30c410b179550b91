-- silent_next is when silence decides a case (engine.Case.SilentNext), 0 while it
-- does not.
ALTER TABLE cases ADD COLUMN silent_next INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_silent_next ON cases (silent_next) WHERE silent_next > 0;

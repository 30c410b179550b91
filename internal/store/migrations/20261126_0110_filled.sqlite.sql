-- The same column as in 20261126_0110_filled.postgres.sql.

-- Time spent on it, in nanoseconds as clocks; nothing is known of drafts begun before.
ALTER TABLE drafts ADD COLUMN filled INTEGER NOT NULL DEFAULT 0;

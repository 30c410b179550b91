-- The same column as in 20261126_0030_moved.sqlite.sql.

-- What migrations changed for whoever fills it in, as JSON; of cases it is in detail.
ALTER TABLE drafts ADD COLUMN moved BYTEA NOT NULL DEFAULT '';

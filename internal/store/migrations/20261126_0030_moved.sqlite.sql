-- The same column as in 20261126_0030_moved.postgres.sql.

-- What migrations changed for whoever fills it in, as JSON; of cases it is in detail.
ALTER TABLE drafts ADD COLUMN moved BLOB NOT NULL DEFAULT x'';

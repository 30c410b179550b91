-- Same tables, columns and index names as 20261126_0230_identity.sqlite.sql.

-- Who an account belongs to, as JSON; empty: nobody knows.
ALTER TABLE accounts ADD COLUMN verified BYTEA NOT NULL DEFAULT '';

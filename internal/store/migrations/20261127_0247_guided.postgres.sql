-- Same tables, columns and index names as 20261127_0247_guided.sqlite.sql.

-- Which answers of the form the situation guide gave, as JSON: nothing is known of
-- drafts that were begun before.
ALTER TABLE drafts ADD COLUMN guided BYTEA NOT NULL DEFAULT '';

-- Same tables, columns and index names as 20261127_0247_guided.postgres.sql.

-- Which answers of the form the situation guide gave, as JSON: nothing is known of
-- drafts that were begun before.
ALTER TABLE drafts ADD COLUMN guided BLOB NOT NULL DEFAULT x'';

-- Same tables, columns and index names as 20261126_0180_earlier.postgres.sql.

-- What is used of the owner's earlier filings, as JSON; of cases it is in detail.
ALTER TABLE drafts ADD COLUMN earlier BLOB NOT NULL DEFAULT x'';

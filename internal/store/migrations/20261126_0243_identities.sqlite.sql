-- Same tables, columns and index names as 20261126_0243_identities.postgres.sql.

-- The number an account is verified by: nobody has two accounts. Where older
-- data have one twice, the account that was made first
-- keeps it, and the others are verified anew.
ALTER TABLE accounts ADD COLUMN verified_number TEXT;
UPDATE accounts SET verified_number = json_extract(CAST(verified AS TEXT), '$.number')
WHERE id IN (SELECT MIN(id) FROM accounts WHERE length(verified) > 0 GROUP BY json_extract(CAST(verified AS TEXT), '$.number'));
UPDATE accounts SET verified = x'', revision = revision + 1 WHERE length(verified) > 0 AND verified_number IS NULL;
CREATE UNIQUE INDEX accounts_verified_number ON accounts (verified_number);
-- Who verified it and took that back, when and by which evidence, as JSON.
ALTER TABLE accounts ADD COLUMN identity_log BLOB NOT NULL DEFAULT x'';

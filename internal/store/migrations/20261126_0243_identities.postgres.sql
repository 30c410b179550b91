-- Same tables, columns and index names as 20261126_0243_identities.sqlite.sql.

-- The number an account is verified by: nobody has two accounts. Where older
-- data have one twice, the account that was made first
-- keeps it, and the others are verified anew.
ALTER TABLE accounts ADD COLUMN verified_number TEXT;
UPDATE accounts SET verified_number = convert_from(verified, 'UTF8')::json ->> 'number'
WHERE id IN (SELECT MIN(id) FROM accounts WHERE length(verified) > 0 GROUP BY convert_from(verified, 'UTF8')::json ->> 'number');
UPDATE accounts SET verified = '', revision = revision + 1 WHERE length(verified) > 0 AND verified_number IS NULL;
CREATE UNIQUE INDEX accounts_verified_number ON accounts (verified_number);
-- Who verified it and took that back, when and by which evidence, as JSON.
ALTER TABLE accounts ADD COLUMN identity_log BYTEA NOT NULL DEFAULT '';

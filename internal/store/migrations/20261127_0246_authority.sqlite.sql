-- The same as in 20261127_0246_authority.postgres.sql.
ALTER TABLE cases ADD COLUMN authority TEXT NOT NULL DEFAULT '';
UPDATE cases SET authority = json_extract(CAST(detail AS TEXT), '$.authority') WHERE json_extract(CAST(detail AS TEXT), '$.authority') <> '';
CREATE INDEX cases_authority ON cases (authority, submitted) WHERE authority <> '';

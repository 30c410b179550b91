-- The department in whose name another one decides lists what it answers for.
ALTER TABLE cases ADD COLUMN authority TEXT NOT NULL DEFAULT '';
UPDATE cases SET authority = convert_from(detail, 'UTF8')::jsonb ->> 'authority' WHERE convert_from(detail, 'UTF8')::jsonb ->> 'authority' <> '';
CREATE INDEX cases_authority ON cases (authority, submitted) WHERE authority <> '';

-- The same column and indexes as in 20261126_0070_holder.postgres.sql.

-- holder is the account of who has the work of a case's step in hand, '' for nobody. A worklist is counted by
-- it and by light along cases_desk alone; what is in one person's hand is a walk along cases_holder.
ALTER TABLE cases ADD COLUMN holder TEXT NOT NULL DEFAULT '';
DROP INDEX cases_desk;
CREATE INDEX cases_desk ON cases (department, desk, due, number, light, holder) WHERE desk IS NOT NULL;
CREATE INDEX cases_holder ON cases (holder, due, number, light, department) WHERE holder <> '';
-- To whom a step can be handed: the officers of a few organisations.
CREATE INDEX accounts_organisation ON accounts (organisation, username) WHERE organisation <> '';

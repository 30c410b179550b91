-- Same tables, columns and index names as 20261126_0140_delegations.postgres.sql.

-- Who stands in for whom, from a moment to a moment; ended is 0 unless it was ended early.
CREATE TABLE delegations (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  officer    TEXT NOT NULL,
  deputy     TEXT NOT NULL,
  department TEXT NOT NULL,
  since      INTEGER NOT NULL,
  until      INTEGER NOT NULL,
  ended      INTEGER NOT NULL,
  detail     BLOB NOT NULL,
  created    INTEGER NOT NULL,
  revision   INTEGER NOT NULL
);
CREATE INDEX delegations_deputy     ON delegations (deputy, until);
CREATE INDEX delegations_officer    ON delegations (officer, seq);
CREATE INDEX delegations_department ON delegations (department, seq);

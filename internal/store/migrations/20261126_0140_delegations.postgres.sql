-- Same tables, columns and index names as 20261126_0140_delegations.sqlite.sql.
-- texts compare by bytes, as everywhere.

-- Who stands in for whom, from a moment to a moment; ended is 0 unless it was ended early.
CREATE TABLE delegations (
  seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id         TEXT COLLATE "C" NOT NULL UNIQUE,
  officer    TEXT COLLATE "C" NOT NULL,
  deputy     TEXT COLLATE "C" NOT NULL,
  department TEXT COLLATE "C" NOT NULL,
  since      BIGINT NOT NULL,
  until      BIGINT NOT NULL,
  ended      BIGINT NOT NULL,
  detail     BYTEA NOT NULL,
  created    BIGINT NOT NULL,
  revision   BIGINT NOT NULL
);
CREATE INDEX delegations_deputy     ON delegations (deputy, until);
CREATE INDEX delegations_officer    ON delegations (officer, seq);
CREATE INDEX delegations_department ON delegations (department, seq);

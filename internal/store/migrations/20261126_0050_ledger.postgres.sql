-- The same tables as in 20261126_0050_ledger.sqlite.sql.

-- The clock ledger: a line for all that became of a case's clocks. allowed and used are
-- nanoseconds of working time.
CREATE TABLE clock_lines (
  case_id     TEXT NOT NULL,
  seq         BIGINT NOT NULL,
  root        TEXT NOT NULL,
  clock       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  at          BIGINT NOT NULL,
  counts_from BIGINT NOT NULL,
  allowed     BIGINT NOT NULL,
  used        BIGINT NOT NULL,
  calendar    TEXT NOT NULL,
  state       TEXT NOT NULL,
  account     TEXT NOT NULL,
  role        TEXT NOT NULL,
  detail      BYTEA NOT NULL,
  PRIMARY KEY (case_id, seq)
);

-- The working calendars that lines were counted by, by what they say.
CREATE TABLE calendars (
  version TEXT NOT NULL PRIMARY KEY,
  def     BYTEA NOT NULL
);

-- Which version of a calendar running clocks went by, and since when. moved is when the
-- lights of all running cases had been brought in line with it, 0 before.
CREATE TABLE calendar_uses (
  calendar TEXT NOT NULL,
  since    BIGINT NOT NULL,
  version  TEXT NOT NULL,
  moved    BIGINT NOT NULL,
  PRIMARY KEY (calendar, since)
);

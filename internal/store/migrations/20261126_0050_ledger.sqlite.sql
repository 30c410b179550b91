-- The clock ledger: a line for all that became of a case's clocks. allowed and used are
-- nanoseconds of working time. Clustered by case: its lines lie together.
CREATE TABLE clock_lines (
  case_id     TEXT NOT NULL,
  seq         INTEGER NOT NULL,
  root        TEXT NOT NULL,
  clock       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  counts_from INTEGER NOT NULL,
  allowed     INTEGER NOT NULL,
  used        INTEGER NOT NULL,
  calendar    TEXT NOT NULL,
  state       TEXT NOT NULL,
  account     TEXT NOT NULL,
  role        TEXT NOT NULL,
  detail      BLOB NOT NULL,
  PRIMARY KEY (case_id, seq)
) WITHOUT ROWID;

-- The working calendars that lines were counted by, by what they say.
CREATE TABLE calendars (
  version TEXT NOT NULL PRIMARY KEY,
  def     BLOB NOT NULL
) WITHOUT ROWID;

-- Which version of a calendar running clocks went by, and since when. moved is when the
-- lights of all running cases had been brought in line with it, 0 before.
CREATE TABLE calendar_uses (
  calendar TEXT NOT NULL,
  since    INTEGER NOT NULL,
  version  TEXT NOT NULL,
  moved    INTEGER NOT NULL,
  PRIMARY KEY (calendar, since)
) WITHOUT ROWID;

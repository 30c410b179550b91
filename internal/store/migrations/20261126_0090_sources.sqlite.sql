-- Same tables, columns and index names as 20261126_0090_sources.postgres.sql.

-- What the sources of departments gave to whoever fills it in, as JSON; of cases it is in detail.
ALTER TABLE drafts ADD COLUMN sourced BLOB NOT NULL DEFAULT x'';

-- Source responsibility: one a field or material of a matter.
CREATE TABLE duties (
  seq        INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  matter     TEXT    NOT NULL,
  kind       TEXT    NOT NULL,
  item       TEXT    NOT NULL,
  demander   TEXT    NOT NULL,
  department TEXT    NOT NULL,
  state      TEXT    NOT NULL,
  source     TEXT    NOT NULL,
  since      TEXT    NOT NULL,
  until      TEXT    NOT NULL,
  detail     BLOB    NOT NULL,
  created    INTEGER NOT NULL,
  updated    INTEGER NOT NULL,
  revision   INTEGER NOT NULL
);
CREATE UNIQUE INDEX duties_item   ON duties (matter, kind, item);
CREATE INDEX duties_department    ON duties (department, matter, kind, item);
CREATE INDEX duties_demander      ON duties (demander, matter, kind, item);

CREATE TABLE sources (
  seq        INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  department TEXT    NOT NULL,
  detail     BLOB    NOT NULL,
  secret     TEXT    NOT NULL,
  enabled    BOOLEAN NOT NULL,
  created    INTEGER NOT NULL,
  revision   INTEGER NOT NULL
);

CREATE TABLE source_rows (
  source TEXT    NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  rowkey TEXT    NOT NULL,
  data   BLOB    NOT NULL,
  by     TEXT    NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (source, rowkey)
);

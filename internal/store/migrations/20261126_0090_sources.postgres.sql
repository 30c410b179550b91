-- Same tables, columns and index names as 20261126_0090_sources.sqlite.sql.
-- texts compare by bytes, as everywhere.

-- What the sources of departments gave to whoever fills it in, as JSON; of cases it is in detail.
ALTER TABLE drafts ADD COLUMN sourced BYTEA NOT NULL DEFAULT '';

-- Source responsibility: one a field or material of a matter.
CREATE TABLE duties (
  seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id         TEXT COLLATE "C" NOT NULL UNIQUE,
  matter     TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  item       TEXT COLLATE "C" NOT NULL,
  demander   TEXT COLLATE "C" NOT NULL,
  department TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL,
  source     TEXT COLLATE "C" NOT NULL,
  since      TEXT COLLATE "C" NOT NULL,
  until      TEXT COLLATE "C" NOT NULL,
  detail     BYTEA NOT NULL,
  created    BIGINT NOT NULL,
  updated    BIGINT NOT NULL,
  revision   BIGINT NOT NULL
);
CREATE UNIQUE INDEX duties_item   ON duties (matter, kind, item);
CREATE INDEX duties_department    ON duties (department, matter, kind, item);
CREATE INDEX duties_demander      ON duties (demander, matter, kind, item);

CREATE TABLE sources (
  seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id         TEXT COLLATE "C" NOT NULL UNIQUE,
  department TEXT COLLATE "C" NOT NULL,
  detail     BYTEA NOT NULL,
  secret     TEXT COLLATE "C" NOT NULL,
  enabled    BOOLEAN NOT NULL,
  created    BIGINT NOT NULL,
  revision   BIGINT NOT NULL
);

CREATE TABLE source_rows (
  source TEXT COLLATE "C" NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  rowkey TEXT COLLATE "C" NOT NULL,
  data   BYTEA NOT NULL,
  by     TEXT COLLATE "C" NOT NULL,
  at     BIGINT NOT NULL,
  PRIMARY KEY (source, rowkey)
);

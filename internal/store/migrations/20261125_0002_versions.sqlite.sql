-- Same tables, columns and index names as 20261125_0002_versions.postgres.sql.

-- Versions of packs on their way: draft, review, published, retired. editors
-- and approvals are JSON.
CREATE TABLE versions (
  id        TEXT    NOT NULL PRIMARY KEY,
  pack      TEXT    NOT NULL,
  version   TEXT    NOT NULL,
  stage     TEXT    NOT NULL,
  revision  INTEGER NOT NULL,
  author    TEXT    NOT NULL,
  editors   TEXT    NOT NULL,
  comment   TEXT    NOT NULL,
  base      TEXT    NOT NULL,
  hash      TEXT    NOT NULL,
  approvals TEXT    NOT NULL,
  created   INTEGER NOT NULL,
  updated   INTEGER NOT NULL
);
CREATE INDEX versions_pack ON versions (pack, created, id);
CREATE INDEX versions_hash ON versions (hash);

-- What a draft holds; a published version's files are its release's.
CREATE TABLE version_files (
  version TEXT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  path    TEXT NOT NULL,
  body    BLOB NOT NULL,
  PRIMARY KEY (version, path)
);

-- Only ever added to.
CREATE TABLE pack_history (
  seq       INTEGER PRIMARY KEY,
  pack      TEXT    NOT NULL,
  draft     TEXT    NOT NULL,
  version   TEXT    NOT NULL,
  step      TEXT    NOT NULL,
  who       TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  comment   TEXT    NOT NULL,
  from_hash TEXT    NOT NULL,
  to_hash   TEXT    NOT NULL
);
CREATE INDEX pack_history_pack ON pack_history (pack, seq);

ALTER TABLE releases ADD COLUMN retired INTEGER NOT NULL DEFAULT 0;

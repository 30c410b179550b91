-- Same tables, columns and index names as 20261125_0002_versions.sqlite.sql.

-- Versions of packs on their way: draft, review, published, retired. editors
-- and approvals are JSON.
CREATE TABLE versions (
  id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  pack      TEXT COLLATE "C" NOT NULL,
  version   TEXT COLLATE "C" NOT NULL,
  stage     TEXT COLLATE "C" NOT NULL,
  revision  BIGINT NOT NULL,
  author    TEXT COLLATE "C" NOT NULL,
  editors   TEXT COLLATE "C" NOT NULL,
  comment   TEXT COLLATE "C" NOT NULL,
  base      TEXT COLLATE "C" NOT NULL,
  hash      TEXT COLLATE "C" NOT NULL,
  approvals TEXT COLLATE "C" NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL
);
CREATE INDEX versions_pack ON versions (pack, created, id);
CREATE INDEX versions_hash ON versions (hash);

-- What a draft holds; a published version's files are its release's.
CREATE TABLE version_files (
  version TEXT COLLATE "C" NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  path    TEXT COLLATE "C" NOT NULL,
  body    BYTEA NOT NULL,
  PRIMARY KEY (version, path)
);

-- Only ever added to.
CREATE TABLE pack_history (
  seq       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pack      TEXT COLLATE "C" NOT NULL,
  draft     TEXT COLLATE "C" NOT NULL,
  version   TEXT COLLATE "C" NOT NULL,
  step      TEXT COLLATE "C" NOT NULL,
  who       TEXT COLLATE "C" NOT NULL,
  at        BIGINT NOT NULL,
  comment   TEXT COLLATE "C" NOT NULL,
  from_hash TEXT COLLATE "C" NOT NULL,
  to_hash   TEXT COLLATE "C" NOT NULL
);
CREATE INDEX pack_history_pack ON pack_history (pack, seq);

ALTER TABLE releases ADD COLUMN retired BIGINT NOT NULL DEFAULT 0;

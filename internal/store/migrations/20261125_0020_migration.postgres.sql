-- Same tables, columns and index names as 20261125_0020_migration.sqlite.sql;
-- texts compare by bytes, as everywhere.

-- What a migration found no place for, as JSON; of cases it is in detail.
ALTER TABLE drafts ADD COLUMN kept BYTEA NOT NULL DEFAULT '';

-- Which filings a change of a release, a theme or a matter touches: all that is
-- asked is in the index.
CREATE INDEX drafts_release ON drafts ("release", theme, matter, id) WHERE submitted = '';
CREATE INDEX cases_release  ON cases ("release", theme, matter, id, root) WHERE status <> 'ended';

CREATE TABLE migrations (
  seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id           TEXT COLLATE "C" NOT NULL UNIQUE,
  theme        TEXT COLLATE "C" NOT NULL,
  matter       TEXT COLLATE "C" NOT NULL,
  from_release TEXT COLLATE "C" NOT NULL,
  to_release   TEXT COLLATE "C" NOT NULL,
  map          BYTEA NOT NULL,
  note         TEXT COLLATE "C" NOT NULL,
  status       TEXT COLLATE "C" NOT NULL,
  cursor       TEXT COLLATE "C" NOT NULL,
  by           TEXT COLLATE "C" NOT NULL,
  created      BIGINT NOT NULL,
  updated      BIGINT NOT NULL,
  revision     BIGINT NOT NULL
);
CREATE INDEX migrations_open ON migrations (created) WHERE status IN ('running', 'undoing');

CREATE TABLE migration_items (
  migration TEXT COLLATE "C" NOT NULL REFERENCES migrations (id) ON DELETE CASCADE,
  filing    TEXT COLLATE "C" NOT NULL,
  kind      TEXT COLLATE "C" NOT NULL,
  number    TEXT COLLATE "C" NOT NULL,
  rev       BIGINT NOT NULL,
  sort      TEXT COLLATE "C" NOT NULL,
  fate      TEXT COLLATE "C" NOT NULL,
  kept      BIGINT NOT NULL,
  findings  BYTEA NOT NULL,
  before    BYTEA NOT NULL,
  at        BIGINT NOT NULL,
  undone    BIGINT NOT NULL,
  PRIMARY KEY (migration, filing)
);

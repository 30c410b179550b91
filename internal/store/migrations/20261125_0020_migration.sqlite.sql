-- Same tables, columns and index names as 20261125_0020_migration.postgres.sql;
-- that file tells where the two differ.

-- What a migration found no place for, as JSON; of cases it is in detail.
ALTER TABLE drafts ADD COLUMN kept BLOB NOT NULL DEFAULT x'';

-- Which filings a change of a release, a theme or a matter touches: all that is
-- asked is in the index.
CREATE INDEX drafts_release ON drafts ("release", theme, matter, id) WHERE submitted = '';
CREATE INDEX cases_release  ON cases ("release", theme, matter, id, root) WHERE status <> 'ended';

CREATE TABLE migrations (
  seq          INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL UNIQUE,
  theme        TEXT    NOT NULL,
  matter       TEXT    NOT NULL,
  from_release TEXT    NOT NULL,
  to_release   TEXT    NOT NULL,
  map          BLOB    NOT NULL,
  note         TEXT    NOT NULL,
  status       TEXT    NOT NULL,
  cursor       TEXT    NOT NULL,
  by           TEXT    NOT NULL,
  created      INTEGER NOT NULL,
  updated      INTEGER NOT NULL,
  revision     INTEGER NOT NULL
);
CREATE INDEX migrations_open ON migrations (created) WHERE status IN ('running', 'undoing');

-- Not WITHOUT ROWID: before holds whole answers.
CREATE TABLE migration_items (
  migration TEXT    NOT NULL REFERENCES migrations (id) ON DELETE CASCADE,
  filing    TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  number    TEXT    NOT NULL,
  rev       INTEGER NOT NULL,
  sort      TEXT    NOT NULL,
  fate      TEXT    NOT NULL,
  kept      INTEGER NOT NULL,
  findings  BLOB    NOT NULL,
  before    BLOB    NOT NULL,
  at        INTEGER NOT NULL,
  undone    INTEGER NOT NULL,
  PRIMARY KEY (migration, filing)
);

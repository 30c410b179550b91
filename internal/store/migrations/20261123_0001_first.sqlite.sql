-- Same tables, columns and index names as 20261123_0001_first.postgres.sql;
-- where the two differ, a comment says why. Instants are microseconds since
-- 1970 UTC, 0 for none. JSON is kept as the bytes that were given.

-- seq is the rowid: the table itself is in order of arrival. (The index on
-- owner ends in the rowid by itself.)
CREATE TABLE drafts (
  seq       INTEGER PRIMARY KEY,
  id        TEXT    NOT NULL UNIQUE,
  owner     TEXT    NOT NULL,
  theme     TEXT    NOT NULL,
  matter    TEXT    NOT NULL,
  "release" TEXT    NOT NULL,
  revision  INTEGER NOT NULL,
  created   INTEGER NOT NULL,
  updated   INTEGER NOT NULL,
  submitted TEXT    NOT NULL,
  guide     BLOB    NOT NULL,
  answers   BLOB    NOT NULL
);
CREATE INDEX drafts_owner ON drafts (owner, created) WHERE submitted = '';

CREATE TABLE files (
  id       TEXT    NOT NULL PRIMARY KEY,
  draft    TEXT    NOT NULL,
  case_id  TEXT    NOT NULL,
  owner    TEXT    NOT NULL,
  material TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  media    TEXT    NOT NULL,
  size     INTEGER NOT NULL,
  sha256   TEXT    NOT NULL,
  blob     TEXT    NOT NULL,
  added    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX files_draft ON files (draft) WHERE draft <> '';
CREATE INDEX files_case  ON files (case_id) WHERE case_id <> '';

-- due is the greatest integer when there is none, so that it sorts last.
-- desk is the set of roles its open task waits for, NULL without one: the
-- worklist of a department and role is a walk along cases_desk. light_next
-- is 0 when the light will not change by itself.
CREATE TABLE cases (
  seq        INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL UNIQUE,
  number     TEXT    NOT NULL UNIQUE,
  root       TEXT    NOT NULL,
  draft      TEXT    NOT NULL,
  theme      TEXT    NOT NULL,
  matter     TEXT    NOT NULL,
  "release"  TEXT    NOT NULL,
  department TEXT    NOT NULL,
  applicant  TEXT    NOT NULL,
  title      TEXT    NOT NULL,
  state      TEXT    NOT NULL,
  status     TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,
  desk       TEXT,
  light      TEXT    NOT NULL,
  due        INTEGER NOT NULL,
  light_next INTEGER NOT NULL,
  submitted  INTEGER NOT NULL,
  started    INTEGER NOT NULL,
  ended      INTEGER NOT NULL,
  revision   INTEGER NOT NULL,
  detail     BLOB    NOT NULL,
  answers    BLOB    NOT NULL
);
CREATE INDEX cases_root       ON cases (root) WHERE root <> id;
CREATE INDEX cases_applicant  ON cases (applicant, submitted);
CREATE INDEX cases_department ON cases (department, submitted);
CREATE INDEX cases_submitted  ON cases (submitted);
CREATE INDEX cases_desk       ON cases (department, desk, due, number, light) WHERE desk IS NOT NULL;
CREATE INDEX cases_late       ON cases (light, due, number) WHERE light IN ('yellow', 'red');
CREATE INDEX cases_light_next ON cases (light_next) WHERE light_next > 0;

-- Clustered by case: the few tasks of a case lie together.
CREATE TABLE tasks (
  case_id    TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  root       TEXT    NOT NULL,
  department TEXT    NOT NULL,
  roles      TEXT    NOT NULL,
  state      TEXT    NOT NULL,
  opened     INTEGER NOT NULL,
  closed     INTEGER NOT NULL,
  closed_by  TEXT    NOT NULL,
  PRIMARY KEY (case_id, id)
) WITHOUT ROWID;

-- The log. One writer at a time commits here, so seq alone is the order in
-- which rows become visible; PostgreSQL needs tx beside it.
CREATE TABLE events (
  seq     INTEGER PRIMARY KEY,
  id      TEXT    NOT NULL UNIQUE,
  type    TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  case_id TEXT    NOT NULL,
  root    TEXT    NOT NULL,
  actor   TEXT    NOT NULL,
  role    TEXT    NOT NULL,
  data    BLOB    NOT NULL
);
CREATE INDEX events_root ON events (root);

CREATE TABLE readers (
  reader TEXT    NOT NULL PRIMARY KEY,
  tx     TEXT    NOT NULL,
  seq    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE leases (
  name    TEXT    NOT NULL PRIMARY KEY,
  holder  TEXT    NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE receipts (
  owner   TEXT    NOT NULL,
  key     TEXT    NOT NULL,
  request TEXT    NOT NULL,
  status  INTEGER NOT NULL,
  body    BLOB    NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (owner, key)
) WITHOUT ROWID;

CREATE TABLE accounts (
  id            TEXT    NOT NULL PRIMARY KEY,
  username      TEXT    NOT NULL UNIQUE,
  name          TEXT    NOT NULL,
  password_hash TEXT    NOT NULL,
  roles         TEXT    NOT NULL,
  organisation  TEXT    NOT NULL,
  disabled      BOOLEAN NOT NULL,
  created       INTEGER NOT NULL,
  revision      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE organisations (
  id     TEXT NOT NULL PRIMARY KEY,
  name   TEXT NOT NULL,
  parent TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
  hash    TEXT    NOT NULL PRIMARY KEY,
  account TEXT    NOT NULL,
  csrf    TEXT    NOT NULL,
  created INTEGER NOT NULL,
  seen    INTEGER NOT NULL,
  expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE tokens (
  id        TEXT    NOT NULL PRIMARY KEY,
  account   TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  hash      TEXT    NOT NULL UNIQUE,
  created   INTEGER NOT NULL,
  last_used INTEGER NOT NULL,
  expires   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX tokens_account ON tokens (account);

CREATE TABLE webhooks (
  id       TEXT    NOT NULL PRIMARY KEY,
  owner    TEXT    NOT NULL,
  url      TEXT    NOT NULL,
  types    TEXT    NOT NULL,
  secret   TEXT    NOT NULL,
  enabled  BOOLEAN NOT NULL,
  created  INTEGER NOT NULL,
  revision INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE deliveries (
  id       TEXT    NOT NULL PRIMARY KEY,
  webhook  TEXT    NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event    TEXT    NOT NULL,
  attempts INTEGER NOT NULL,
  next     INTEGER NOT NULL,
  status   INTEGER NOT NULL,
  error    TEXT    NOT NULL,
  done     INTEGER NOT NULL,
  created  INTEGER NOT NULL,
  UNIQUE (webhook, event)
) WITHOUT ROWID;
CREATE INDEX deliveries_webhook ON deliveries (webhook, created, id);
CREATE INDEX deliveries_next    ON deliveries (next) WHERE next > 0;

CREATE TABLE releases (
  hash    TEXT    NOT NULL PRIMARY KEY,
  name    TEXT    NOT NULL,
  version TEXT    NOT NULL,
  loaded  INTEGER NOT NULL,
  current BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX releases_current ON releases (name) WHERE current;

-- Not WITHOUT ROWID: whole files do not belong into a key's tree.
CREATE TABLE release_files (
  "release" TEXT NOT NULL REFERENCES releases (hash) ON DELETE CASCADE,
  path      TEXT NOT NULL,
  body      BLOB NOT NULL,
  PRIMARY KEY ("release", path)
);

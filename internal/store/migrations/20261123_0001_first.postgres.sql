-- Same tables, columns and index names as 20261123_0001_first.sqlite.sql;
-- where the two differ, a comment says why. Instants are microseconds since
-- 1970 UTC, 0 for none. JSON is kept as the bytes that were given (bytea, not
-- jsonb: what a citizen typed comes back exactly, valid or not). Texts compare
-- by bytes (COLLATE "C"), so that lists have one order on both databases.

-- seq is an identity column, and named in the indexes whose order it ends:
-- SQLite has its rowid there by itself.
CREATE TABLE drafts (
  seq       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id        TEXT COLLATE "C" NOT NULL UNIQUE,
  owner     TEXT COLLATE "C" NOT NULL,
  theme     TEXT COLLATE "C" NOT NULL,
  matter    TEXT COLLATE "C" NOT NULL,
  "release" TEXT COLLATE "C" NOT NULL,
  revision  BIGINT NOT NULL,
  created   BIGINT NOT NULL,
  updated   BIGINT NOT NULL,
  submitted TEXT COLLATE "C" NOT NULL,
  guide     BYTEA NOT NULL,
  answers   BYTEA NOT NULL
);
CREATE INDEX drafts_owner ON drafts (owner, created, seq) WHERE submitted = '';

CREATE TABLE files (
  id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  draft    TEXT COLLATE "C" NOT NULL,
  case_id  TEXT COLLATE "C" NOT NULL,
  owner    TEXT COLLATE "C" NOT NULL,
  material TEXT COLLATE "C" NOT NULL,
  name     TEXT COLLATE "C" NOT NULL,
  media    TEXT COLLATE "C" NOT NULL,
  size     BIGINT NOT NULL,
  sha256   TEXT COLLATE "C" NOT NULL,
  blob     TEXT COLLATE "C" NOT NULL,
  added    BIGINT NOT NULL
);
CREATE INDEX files_draft ON files (draft) WHERE draft <> '';
CREATE INDEX files_case  ON files (case_id) WHERE case_id <> '';

-- due is the greatest integer when there is none, so that it sorts last.
-- desk is the set of roles its open task waits for, NULL without one: the
-- worklist of a department and role is a walk along cases_desk. light_next
-- is 0 when the light will not change by itself.
CREATE TABLE cases (
  seq        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id         TEXT COLLATE "C" NOT NULL UNIQUE,
  number     TEXT COLLATE "C" NOT NULL UNIQUE,
  root       TEXT COLLATE "C" NOT NULL,
  draft      TEXT COLLATE "C" NOT NULL,
  theme      TEXT COLLATE "C" NOT NULL,
  matter     TEXT COLLATE "C" NOT NULL,
  "release"  TEXT COLLATE "C" NOT NULL,
  department TEXT COLLATE "C" NOT NULL,
  applicant  TEXT COLLATE "C" NOT NULL,
  title      TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL,
  status     TEXT COLLATE "C" NOT NULL,
  outcome    TEXT COLLATE "C" NOT NULL,
  desk       TEXT COLLATE "C",
  light      TEXT COLLATE "C" NOT NULL,
  due        BIGINT NOT NULL,
  light_next BIGINT NOT NULL,
  submitted  BIGINT NOT NULL,
  started    BIGINT NOT NULL,
  ended      BIGINT NOT NULL,
  revision   BIGINT NOT NULL,
  detail     BYTEA NOT NULL,
  answers    BYTEA NOT NULL
);
CREATE INDEX cases_root       ON cases (root) WHERE root <> id;
CREATE INDEX cases_applicant  ON cases (applicant, submitted, seq);
CREATE INDEX cases_department ON cases (department, submitted, seq);
CREATE INDEX cases_submitted  ON cases (submitted, seq);
CREATE INDEX cases_desk       ON cases (department, desk, due, number, light) WHERE desk IS NOT NULL;
CREATE INDEX cases_late       ON cases (light, due, number) WHERE light IN ('yellow', 'red');
CREATE INDEX cases_light_next ON cases (light_next) WHERE light_next > 0;

-- (On SQLite the table is clustered by this key.)
CREATE TABLE tasks (
  case_id    TEXT COLLATE "C" NOT NULL,
  id         TEXT COLLATE "C" NOT NULL,
  root       TEXT COLLATE "C" NOT NULL,
  department TEXT COLLATE "C" NOT NULL,
  roles      TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL,
  opened     BIGINT NOT NULL,
  closed     BIGINT NOT NULL,
  closed_by  TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (case_id, id)
);

-- The log. Transactions commit in another order than they drew their seq, so
-- the transaction's id leads the order, and rows of transactions that may
-- still be preceded by an open one are held back by the reader.
CREATE TABLE events (
  seq     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id      TEXT COLLATE "C" NOT NULL UNIQUE,
  type    TEXT COLLATE "C" NOT NULL,
  at      BIGINT NOT NULL,
  case_id TEXT COLLATE "C" NOT NULL,
  root    TEXT COLLATE "C" NOT NULL,
  actor   TEXT COLLATE "C" NOT NULL,
  role    TEXT COLLATE "C" NOT NULL,
  data    BYTEA NOT NULL,
  tx      XID8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX events_log  ON events (tx, seq);
CREATE INDEX events_root ON events (root, seq);

CREATE TABLE readers (
  reader TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tx     TEXT COLLATE "C" NOT NULL,
  seq    BIGINT NOT NULL
);

CREATE TABLE leases (
  name    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  holder  TEXT COLLATE "C" NOT NULL,
  expires BIGINT NOT NULL
);

CREATE TABLE receipts (
  owner   TEXT COLLATE "C" NOT NULL,
  key     TEXT COLLATE "C" NOT NULL,
  request TEXT COLLATE "C" NOT NULL,
  status  BIGINT NOT NULL,
  body    BYTEA NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (owner, key)
);

CREATE TABLE accounts (
  id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  username      TEXT COLLATE "C" NOT NULL UNIQUE,
  name          TEXT COLLATE "C" NOT NULL,
  password_hash TEXT COLLATE "C" NOT NULL,
  roles         TEXT COLLATE "C" NOT NULL,
  organisation  TEXT COLLATE "C" NOT NULL,
  disabled      BOOLEAN NOT NULL,
  created       BIGINT NOT NULL,
  revision      BIGINT NOT NULL
);

CREATE TABLE organisations (
  id     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name   TEXT COLLATE "C" NOT NULL,
  parent TEXT COLLATE "C" NOT NULL
);

CREATE TABLE sessions (
  hash    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  account TEXT COLLATE "C" NOT NULL,
  csrf    TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  seen    BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE tokens (
  id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  account   TEXT COLLATE "C" NOT NULL,
  name      TEXT COLLATE "C" NOT NULL,
  hash      TEXT COLLATE "C" NOT NULL UNIQUE,
  created   BIGINT NOT NULL,
  last_used BIGINT NOT NULL,
  expires   BIGINT NOT NULL
);
CREATE INDEX tokens_account ON tokens (account);

CREATE TABLE webhooks (
  id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  owner    TEXT COLLATE "C" NOT NULL,
  url      TEXT COLLATE "C" NOT NULL,
  types    TEXT COLLATE "C" NOT NULL,
  secret   TEXT COLLATE "C" NOT NULL,
  enabled  BOOLEAN NOT NULL,
  created  BIGINT NOT NULL,
  revision BIGINT NOT NULL
);

CREATE TABLE deliveries (
  id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  webhook  TEXT COLLATE "C" NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event    TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  next     BIGINT NOT NULL,
  status   BIGINT NOT NULL,
  error    TEXT COLLATE "C" NOT NULL,
  done     BIGINT NOT NULL,
  created  BIGINT NOT NULL,
  UNIQUE (webhook, event)
);
CREATE INDEX deliveries_webhook ON deliveries (webhook, created, id);
CREATE INDEX deliveries_next    ON deliveries (next) WHERE next > 0;

CREATE TABLE releases (
  hash    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name    TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  loaded  BIGINT NOT NULL,
  current BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX releases_current ON releases (name) WHERE current;

CREATE TABLE release_files (
  "release" TEXT COLLATE "C" NOT NULL REFERENCES releases (hash) ON DELETE CASCADE,
  path      TEXT COLLATE "C" NOT NULL,
  body      BYTEA NOT NULL,
  PRIMARY KEY ("release", path)
);

-- A receiver is sent its events in the order of the log, which is (tx, seq) on PostgreSQL. Here nobody
-- writes at the same time as another: tx is 0 throughout, as it is in the log.
ALTER TABLE deliveries ADD COLUMN tx INTEGER NOT NULL DEFAULT 0;
DROP INDEX deliveries_waiting;
CREATE INDEX deliveries_waiting ON deliveries (webhook, tx, seq) WHERE next > 0;

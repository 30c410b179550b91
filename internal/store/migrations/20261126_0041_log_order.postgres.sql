-- The same column as in 20261126_0041_log_order.sqlite.sql, where it stays 0 as it does in the log.

-- seq is drawn before a transaction ends and is not the order of the log, which is (tx, seq).
ALTER TABLE deliveries ADD COLUMN tx BIGINT NOT NULL DEFAULT 0;
UPDATE deliveries SET tx = e.tx::text::bigint, seq = e.seq FROM events AS e WHERE e.id = deliveries.event;
DROP INDEX deliveries_waiting;
CREATE INDEX deliveries_waiting ON deliveries (webhook, tx, seq) WHERE next > 0;

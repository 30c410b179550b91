-- The same column as in 20261126_0040_in_order.sqlite.sql.

-- A receiver is sent its events in their order: where each stands is written down
-- beside it, and what waits for one receiver is found without that of the others.
ALTER TABLE deliveries ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
UPDATE deliveries SET seq = COALESCE((SELECT e.seq FROM events AS e WHERE e.id = deliveries.event), 0);
DROP INDEX deliveries_next;
CREATE INDEX deliveries_waiting ON deliveries (webhook, seq, id) WHERE next > 0;

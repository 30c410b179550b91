-- The same as in 20261126_0245_untold.postgres.sql.
UPDATE cases SET light_next = 1 WHERE id = root AND theme <> '' AND matter = '' AND status <> 'ended';

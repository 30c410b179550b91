-- The same columns and index as in 20261126_0060_tasks.postgres.sql.

-- A case may have several open tasks: that of its step, which queues as the case does (cases.desk, due and
-- light), and those of others that are asked for something. These queue by themselves: desk is the set of
-- roles such a task waits for, NULL for a step's and once closed; due and light are its own.
ALTER TABLE tasks ADD COLUMN kind  TEXT NOT NULL DEFAULT 'step';
ALTER TABLE tasks ADD COLUMN desk  TEXT;
ALTER TABLE tasks ADD COLUMN due   INTEGER NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE tasks ADD COLUMN light TEXT NOT NULL DEFAULT 'none';
CREATE INDEX tasks_desk ON tasks (department, desk, due, id) WHERE desk IS NOT NULL;

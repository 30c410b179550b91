-- The same columns and index as in 20261126_0060_tasks.sqlite.sql.

-- A case may have several open tasks: that of its step, which queues as the case does (cases.desk, due and
-- light), and those of others that are asked for something. These queue by themselves: desk is the set of
-- roles such a task waits for, NULL for a step's and once closed; due and light are its own.
ALTER TABLE tasks ADD COLUMN kind  TEXT COLLATE "C" NOT NULL DEFAULT 'step';
ALTER TABLE tasks ADD COLUMN desk  TEXT COLLATE "C";
ALTER TABLE tasks ADD COLUMN due   BIGINT  NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE tasks ADD COLUMN light TEXT COLLATE "C" NOT NULL DEFAULT 'none';
CREATE INDEX tasks_desk ON tasks (department, desk, due, id) WHERE desk IS NOT NULL;

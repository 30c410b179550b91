-- Matters that were approved before decisions were noted (engine.Case.Decided) have
-- no day by which they are told. Every open filing of a theme is due once: the sweep
-- looks what there is to tell, and works out anew when its light changes.
UPDATE cases SET light_next = 1 WHERE id = root AND theme <> '' AND matter = '' AND status <> 'ended';

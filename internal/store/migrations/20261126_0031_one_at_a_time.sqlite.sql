-- Two migrations of the same filings at once would move what the other puts back.
CREATE UNIQUE INDEX migrations_at_work ON migrations (theme, matter) WHERE status IN ('running', 'undoing');

package store

import (
	_ "database/sql"

	_ "example.org/crooked/engine"
	_ "example.org/crooked/internal/web"
	_ "github.com/uptrace/bun"
)

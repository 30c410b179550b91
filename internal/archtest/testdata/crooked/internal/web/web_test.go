package web

import (
	_ "database/sql"

	_ "example.org/crooked/internal/store"
	_ "example.org/crooked/internal/testpg"
)

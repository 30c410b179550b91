package engine

import (
	_ "database/sql/driver"

	_ "example.org/crooked/analytics"
	_ "example.org/crooked/internal/testpg"
	_ "github.com/looplab/fsm"
)

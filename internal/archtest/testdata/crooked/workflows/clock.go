package workflows

import (
	"math/rand/v2"
	. "time"

	_ "example.org/crooked/metamodel"
	_ "github.com/looplab/fsm"
	_ "github.com/uptrace/bun/dialect/pgdialect"
)

var (
	_ = rand.N[int]
	_ = Now
)

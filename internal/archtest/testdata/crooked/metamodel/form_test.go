package metamodel_test

import (
	"os"
	"time"

	_ "example.org/crooked/catalog"
	_ "github.com/uptrace/bun"
)

var (
	_ os.File
	_ = time.Now
)

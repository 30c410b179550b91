package catalog

import (
	"os"
	"time"

	_ "example.org/crooked/catalog/common"
	_ "example.org/crooked/workflows"
)

var (
	_ os.File
	_ = time.Now // may
)

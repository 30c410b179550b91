// Command crooked may wire everything.
package main

import (
	_ "example.org/crooked/analytics/embedded"
	_ "example.org/crooked/internal/store"
	_ "example.org/crooked/internal/web"
	_ "github.com/uptrace/bun"
)

func main() {}

package util

import _ "github.com/uptrace/bun"

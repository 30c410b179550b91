package deps

import _ "github.com/uptrace/bun"

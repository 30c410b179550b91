package designer

import "embed"

// Dist is what npm built: the staff app (index.html) and the API's
// documentation (docs.html). It is empty until `make build`.
//
//go:embed all:dist
var Dist embed.FS

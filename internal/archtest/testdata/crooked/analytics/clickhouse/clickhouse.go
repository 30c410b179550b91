package clickhouse

import (
	_ "example.org/crooked/analytics"
	_ "github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	_ "github.com/ebitengine/purego"
)

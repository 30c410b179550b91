package analytics

import (
	_ "example.org/crooked/analytics/clickhouse"
	_ "github.com/ClickHouse/clickhouse-go/v2"
)

package catalog

import "time"

// SetClock replaces the catalog's clock.
func (c *Catalog) SetClock(now func() time.Time) { c.cache.now = now }

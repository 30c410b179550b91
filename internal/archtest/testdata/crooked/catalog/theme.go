package catalog

import "time"

func wait(time interface{ Wait() }) { time.Wait() }

var _ = time.After

package analytics

import "errors"

// ErrUnavailable means the warehouse does not answer now; nothing is lost, it
// catches up from the event log.
var ErrUnavailable = errors.New("analytics: the warehouse does not answer")

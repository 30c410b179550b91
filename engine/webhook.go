package engine

import "time"

// Webhook wants events at an address.
type Webhook struct {
	ID       string
	Owner    string // account that made it
	URL      string
	Types    []EventType // none: all
	Secret   string      // key of the HMAC-SHA256 signature
	Enabled  bool
	Created  time.Time
	Revision int64
}

// Delivery is one event on its way to one webhook.
type Delivery struct {
	ID       string
	Webhook  string
	Event    string   // Event.ID
	Position Position // of the event: a webhook is sent its events in the order of the log
	Attempts int
	Next     time.Time // when to try (again); zero once delivered or given up
	Status   int       // HTTP status of the last attempt; 0: none came
	Error    string
	Done     time.Time // zero until delivered
	Created  time.Time
}

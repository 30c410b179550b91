package engine

import (
	"encoding/json"
	"time"
)

// Draft is a filing being filled in. Answers hold whatever was typed, valid or
// not; it is pinned to the release it started with.
type Draft struct {
	ID        string
	Owner     string // account
	Theme     string // a theme …
	Matter    string // … or a single matter
	Release   string
	Guide     json.RawMessage // question id → answer, of questions that are no fields
	Answers   json.RawMessage // by subject and element
	Kept      json.RawMessage // []KeptAnswer: what a migration found no place for
	Moved     json.RawMessage // Moved: what migrations changed for the owner
	Sourced   json.RawMessage // Sourced: what sources deliver
	Earlier   json.RawMessage // Earlier: what is used of the owner's earlier filings
	Guided    json.RawMessage // field → answer, of questions that are fields: what the guide was told
	Revision  int64
	Created   time.Time
	Updated   time.Time
	Filled    time.Duration // spent on it, see worked
	Submitted string        // root case, once submitted
}

// pauseAfter is how long somebody who fills in a page may be still before it
// counts as a pause: the usual half hour of a session is too long for a page.
const pauseAfter = 10 * time.Minute

// worked counts the time since the draft was last touched as spent on it; of a
// pause, whose length says nothing, pauseAfter counts.
func (d *Draft) worked(at time.Time) {
	if spent := at.Sub(d.Updated); spent > 0 {
		d.Filled += min(spent, pauseAfter)
	}
	d.Updated = at
}

// File is an uploaded file: of a draft, later of its case. Its bytes are kept
// by Blobs under Blob before its row is committed.
type File struct {
	ID       string
	Draft    string
	Case     string // root case, once submitted (or the case whose correction brought it)
	Owner    string
	Material string // standard material id
	Name     string // as the citizen called it, cleaned
	Media    string // sniffed from the bytes, never taken from the request
	Size     int64
	SHA256   string
	Blob     string
	Added    time.Time
}

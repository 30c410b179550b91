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
	Revision  int64
	Created   time.Time
	Updated   time.Time
	Submitted string // root case, once submitted
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

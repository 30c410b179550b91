package engine

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Source delivers what a department knows about somebody. ErrNoValue when it
// knows nothing; any other error means that it could not be asked now. Whoever
// calls bounds the time by ctx.
type Source interface {
	Deliver(ctx context.Context, r SourceRequest) (Supply, error)
}

// SourceRequest names whose values are wanted, and which.
type SourceRequest struct {
	Key       string   `json:"key"`                 // normalised answer of the source's key element: an identity number, a credit code
	Elements  []string `json:"elements,omitempty"`  // element ids
	Materials []string `json:"materials,omitempty"` // standard material ids
}

// Supply is what a source delivered. What it has no value for is left out.
type Supply struct {
	Values    map[string]json.RawMessage `json:"values"`    // by element
	Documents map[string]Document        `json:"documents"` // by material
	As        time.Time                  `json:"as"`        // of what time the source's record is
}

// Document is an electronic document: what a department needs to find it.
type Document struct {
	Number  string `json:"number"`
	Issued  string `json:"issued,omitempty"`  // full-date
	Expires string `json:"expires,omitempty"` // full-date
	URL     string `json:"url,omitempty"`     // where staff may look at it
}

// wrong names the part of a document that cannot be used, as a register's rows
// call it, and says why: a date that is none, a link that staff cannot open.
func (d Document) wrong() (part string, why metamodel.Kind, bad bool) {
	link := d.URL == ""
	if !link {
		_, link = webhookAddress(d.URL, false)
	}
	switch {
	case d.Issued != "" && !fullDate(d.Issued):
		return "issued", sourceRowDate, true
	case d.Expires != "" && !fullDate(d.Expires):
		return "expires", sourceRowDate, true
	case !link:
		return "url", sourceRowLink, true
	}
	return "", metamodel.Kind{}, false
}

// ErrNoValue means that a source was asked and has nothing.
var ErrNoValue = errors.New("engine: the source has no value")

// SourceKind is where a source's data lie.
type SourceKind string

const (
	SourceRegister SourceKind = "register" // rows kept here, put by the department
	SourceHTTP     SourceKind = "http"     // the department's own service
)

// SourceConfig is a source as its department set it up.
type SourceConfig struct {
	ID         string
	Department string
	Name       metamodel.Text
	Kind       SourceKind
	Pack       string   // whose elements and materials these are
	Key        string   // element by which it finds somebody: must be asked of the same subject
	Elements   []string // that it can deliver
	Materials  []string // likewise
	URL        string   // of SourceHTTP
	Secret     string   // of SourceHTTP: signs requests
	Enabled    bool
	Created    time.Time
	Revision   int64
}

// SourceRow is what a register holds of one person or entity.
type SourceRow struct {
	Source    string
	Key       string
	Values    map[string]json.RawMessage // by element
	Documents map[string]Document        // by material
	By        string                     // account
	At        time.Time
}

// Sources keeps sources and the rows of registers. Written by Commit.
type Sources interface {
	SourceConfig(ctx context.Context, id string) (SourceConfig, error)
	ListSources(ctx context.Context) ([]SourceConfig, error) // oldest first
	SourceRow(ctx context.Context, source, key string) (SourceRow, error)
	ListSourceRows(ctx context.Context, source string, p Page) (list []SourceRow, next string, err error) // by key
	CountSourceRows(ctx context.Context, source string) (int, error)
}

// register is a source whose rows are kept here.
type register struct {
	store  Sources
	source string
}

func (r register) Deliver(ctx context.Context, q SourceRequest) (Supply, error) {
	row, err := r.store.SourceRow(ctx, r.source, q.Key)
	if errors.Is(err, ErrNotFound) {
		return Supply{}, ErrNoValue
	}
	if err != nil {
		return Supply{}, err
	}
	return Supply{Values: row.Values, Documents: row.Documents, As: row.At}, nil
}

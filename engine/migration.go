package engine

import (
	"encoding/json"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Migration moves the filings of a theme, or of a matter filed alone, from one
// release to another: drafts and running cases, form and workflow together.
// Nothing typed is lost by it, and it can be taken back until somebody acts.
type Migration struct {
	ID       string
	Theme    string // a theme …
	Matter   string // … or a matter filed alone
	From, To string // releases, by hash; a plan may name them as people do (Catalog.ReleasesNamed)
	Map      MigrationMap
	Note     string // to citizens who are asked for an answer; "" takes a standard sentence
	Status   MigrationStatus
	Cursor   string // where the run goes on after a crash
	By       string // account; "" for the system
	Created  time.Time
	Updated  time.Time
	Revision int64
}

// MigrationStatus is how far a migration has come.
type MigrationStatus string

const (
	MigrationRunning MigrationStatus = "running" // filings are being moved, page by page
	MigrationDone    MigrationStatus = "done"
	MigrationUndoing MigrationStatus = "undoing" // what nobody acted upon is being put back
	MigrationUndone  MigrationStatus = "undone"
)

// MigrationMap says what became of what has another name in the new release.
type MigrationMap struct {
	// Fields: old definition path → new one ("premises/DE00203" → "shop/DE00203");
	// a group's path moves all of its fields.
	Fields map[string]string `json:"fields,omitempty"`
	// States: old state → new one; in a theme "M02/review" speaks of one matter.
	States map[string]string `json:"states,omitempty"`
	// Codes: old field path, or code list → old code → new code.
	Codes map[string]map[string]string `json:"codes,omitempty"`
	// Aside: old fields or groups whose answers may be kept aside and asked for
	// anew where the new form cannot read them.
	Aside []string `json:"aside,omitempty"`
}

// MigrationSort is what a dry run makes of a filing.
type MigrationSort string

const (
	MigrationSafe    MigrationSort = "safe"    // moves as it is
	MigrationNeeds   MigrationSort = "needs"   // moves, and the citizen must answer something
	MigrationBlocked MigrationSort = "blocked" // stays where it is
)

// FilingKind tells drafts from cases.
type FilingKind string

const (
	FilingDraft FilingKind = "draft"
	FilingCase  FilingKind = "case" // a root with its children
)

// MigrationFinding is one thing a dry run has to say about a filing: an answer
// that is needed, why it is blocked, or (a warning) what changes silently.
type MigrationFinding struct {
	Code     string             `json:"code"`
	Severity metamodel.Severity `json:"severity"` // error: needed or blocking; warning: told only
	Matter   string             `json:"matter,omitempty"`
	Path     string             `json:"path,omitempty"`  // in the new form; "materials/…", "guide/…", or a state
	Label    metamodel.Text     `json:"label,omitempty"` // of the field or material
	Message  metamodel.Text     `json:"message"`
}

// MigrationVerdict is the outcome of a dry run for one filing.
type MigrationVerdict struct {
	Kind     FilingKind         `json:"kind"`
	Filing   string             `json:"filing"`           // draft, or root case
	Number   string             `json:"number,omitempty"` // of a case
	Revision int64              `json:"revision"`
	Sort     MigrationSort      `json:"sort"`
	Findings []MigrationFinding `json:"findings,omitempty"`
	Kept     int                `json:"kept,omitempty"` // answers that would be kept aside
}

// MigrationFate is what became of a filing in a migration.
type MigrationFate string

const (
	FateMoved    MigrationFate = "moved"
	FateLeft     MigrationFate = "left"     // blocked, or acted upon at that moment
	FateRestored MigrationFate = "restored" // moved, and put back
	FateActed    MigrationFate = "acted"    // moved, and not put back: somebody acted since
)

// MigrationItem is one filing of a migration: what was found, what was done,
// and what it was like before.
type MigrationItem struct {
	Migration string
	MigrationVerdict
	Fate   MigrationFate
	Before []byte // everything an undo needs; never shown
	At     time.Time
	Undone time.Time // zero until put back, or found acted upon
}

// MigrationCount is how many filings of a migration were sorted and ended alike.
type MigrationCount struct {
	Kind FilingKind    `json:"kind"`
	Sort MigrationSort `json:"sort"`
	Fate MigrationFate `json:"fate"`
	N    int           `json:"n"`
}

// KeptAnswer is an answer that has no place in the form a filing is pinned to
// now. It comes back by an undo, or by a migration to a form that asks for it.
type KeptAnswer struct {
	Path    string          `json:"path"`  // where it was: "employee/0/DE00014"; "guide/Q3" for a question
	Field   string          `json:"field"` // its definition's path
	Value   json.RawMessage `json:"value"`
	Label   metamodel.Text  `json:"label,omitempty"`
	Release string          `json:"release"`       // in whose form it had a place
	Row     string          `json:"row,omitempty"` // fingerprint of its row as it is without it: an answer never comes back into another row
	All     string          `json:"all,omitempty"` // fingerprint of all rows together
}

// kept reads what is kept aside.
func readKept(raw json.RawMessage) ([]KeptAnswer, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var list []KeptAnswer
	err := json.Unmarshal(raw, &list)
	return list, err
}

func writeKept(list []KeptAnswer) (json.RawMessage, error) {
	if len(list) == 0 {
		return nil, nil
	}
	return encode(list)
}

// KeptAnswers are the draft's answers that its form has no place for.
func (d *Draft) KeptAnswers() ([]KeptAnswer, error) { return readKept(d.Kept) }

// KeptAnswers are the case's answers that its form has no place for.
func (c *Case) KeptAnswers() ([]KeptAnswer, error) { return readKept(c.Kept) }

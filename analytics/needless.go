package analytics

import (
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Needless is what applicants were asked for although another department has
// it. Every number but Filings counts questions and materials asked.
type Needless struct {
	Times     int64           `json:"times"`
	Confirmed int64           `json:"confirmed"` // of these, a source department was in duty; the rest could be delivered
	Filings   int64           `json:"filings"`   // in how many
	Items     []NeedlessItem  `json:"items"`     // most often first, at most 100
	Demanders []NeedlessCount `json:"demanders"` // by asking department, most often first
	Sources   []NeedlessCount `json:"sources"`   // by the department that has it
	Matters   []NeedlessCount `json:"matters"`
	Reasons   []NeedlessCount `json:"reasons"`
	Months    []NeedlessCount `json:"months"` // YYYY-MM, ascending
}

// NeedlessItem is one field or material.
type NeedlessItem struct {
	Kind    string         `json:"kind"` // field or material
	Item    string         `json:"item"` // path in the form, or standard material id
	Matter  string         `json:"matter"`
	Name    metamodel.Text `json:"name,omitempty"` // what the matter calls it; filled in by whoever shows it
	Sources []string       `json:"sources"`        // the departments that have it, by id

	Times     int64 `json:"times"`
	Confirmed int64 `json:"confirmed"`
	Filings   int64 `json:"filings"`
}

// NeedlessCount is how often one department, matter, reason or month asked.
type NeedlessCount struct {
	ID        string `json:"id"`
	Times     int64  `json:"times"`
	Confirmed int64  `json:"confirmed"`
	Filings   int64  `json:"filings"`
}

// NeedlessFilter narrows what was asked needlessly; zero fields do not narrow.
type NeedlessFilter struct {
	Filter
	Kind     string
	Item     string
	Demander string
	Source   string
	Reason   string
}

// NeedlessDetail is what stands behind a number: the same, narrowed, and the
// filings, the newest first, at most 50.
type NeedlessDetail struct {
	Needless Needless       `json:"needless"`
	Name     metamodel.Text `json:"name,omitempty"` // of the item, where the filter names one; filled in by whoever shows it
	Last     []NeedlessCase `json:"last"`
}

// NeedlessCase is a filing in which something was asked needlessly.
type NeedlessCase struct {
	Case       string    `json:"case"`
	Number     string    `json:"number"`
	Department string    `json:"department"` // of the root case
	At         time.Time `json:"at"`
	Times      int64     `json:"times"`
}

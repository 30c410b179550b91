package engine

import (
	"context"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// DutyKind is what a duty is about.
type DutyKind string

const (
	DutyField    DutyKind = "field"
	DutyMaterial DutyKind = "material"
)

// SupplyKind is how a source department delivers.
type SupplyKind string

const (
	DeliverValues   SupplyKind = "values"   // a data service: the answer itself
	DeliverDocument SupplyKind = "document" // an electronic document (电子证照)
)

// Duty is source responsibility (数源认责) for one field or material of a
// matter: which department has it already, and so delivers it instead of the
// citizen. There is one of each; a new proposal goes on with the one there was.
type Duty struct {
	ID         string
	Matter     string
	Kind       DutyKind
	Item       string // path in the matter's form, or standard material id
	Element    string // of a field
	Subject    string // likewise
	Demander   string // the matter's department, which needs it
	Department string // the source department that is asked, or delivers
	State      workflows.DutyState
	Returns    int // times this department said no

	Delivers SupplyKind // once confirmed
	Source   string     // SourceConfig.ID it is delivered by
	KeyField string     // path of the answer by which the source finds somebody
	From     string     // full-date from which it is delivered
	Until    string     // full-date from which it no longer is; "": no end
	Coverage string     // in words: for whom there is something to deliver

	Clock   workflows.Clock // runs while the department owes an answer
	History []DutyStep      // oldest first
	Created time.Time
	Updated time.Time

	Revision int64
}

// DutyStep is one thing that was done to a duty.
type DutyStep struct {
	Event      workflows.DutyEvent `json:"event"`
	From       workflows.DutyState `json:"from,omitempty"` // none: it began
	To         workflows.DutyState `json:"to"`
	Department string              `json:"department"` // asked after it
	By         string              `json:"by"`         // account
	Name       string              `json:"name"`       // as shown
	Role       string              `json:"role"`
	Note       string              `json:"note,omitempty"`
	Was        string              `json:"was,omitempty" description:"The matter for which this department had confirmed it: it was split or merged, and the same is asked for the matter that it became"`
	At         time.Time           `json:"at"`
}

// InForce reports whether the department delivers on a day (a full-date).
func (d *Duty) InForce(day string) bool {
	switch d.State {
	case workflows.DutyConfirmed:
		return d.From <= day
	case workflows.DutyEnded:
		return d.From <= day && day < d.Until
	}
	return false
}

// DutyFilter narrows a list of duties; zero fields do not narrow.
type DutyFilter struct {
	Matters     []string
	Departments []string // asked or delivering
	Demanders   []string // that need it
	Either      []string // one or the other
	States      []workflows.DutyState
	Kind        DutyKind
}

// Duties keeps source responsibility. Written by Commit.
type Duties interface {
	Duty(ctx context.Context, id string) (Duty, error)
	ListDuties(ctx context.Context, f DutyFilter, p Page) (list []Duty, next string, err error) // by matter, kind and item
}

// DutyView is a duty as one actor may see it.
type DutyView struct {
	Duty
	MatterName metamodel.Text
	ItemName   metamodel.Text // what the matter calls it
	Light      workflows.Light
	Due        time.Time
	Actions    []workflows.DutyEvent
}

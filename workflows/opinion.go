package workflows

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// Silence says what no answer in time counts as.
type Silence string

const (
	SilenceAgrees Silence = "agree" // 视为同意
	SilenceNone   Silence = "none"  // no opinion: decided without it
)

// Opinions lets a step ask other departments (征求意见).
type Opinions struct {
	Departments []string       `json:"departments,omitempty"` // who may be asked; none: any department
	Roles       []string       `json:"roles,omitempty"`       // who answers there; none: the roles of the step
	Limit       float64        `json:"limit" validate:"gt=0"` // working days, the longest that may be set
	Silence     Silence        `json:"silence" validate:"required,oneof=agree none"`
	Pauses      bool           `json:"pauses,omitempty"`   // the case's clocks stand still while one is awaited
	Required    bool           `json:"required,omitempty"` // nothing is decided while one is awaited; else it lapses
	Basis       metamodel.Text `json:"basis,omitempty"`    // the law that lets the clocks stand still, or says what silence means
}

// Asks reports whether a department may be asked.
func (o *Opinions) Asks(department string) bool {
	return o != nil && (len(o.Departments) == 0 || slices.Contains(o.Departments, department))
}

// Decisive reports whether an action of this kind decides the matter.
func (k TransitionKind) Decisive() bool { return k == Approve || k == Refuse || k == Deliver }

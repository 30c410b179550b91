package engine

import (
	"encoding/json"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/workflows"
)

// CaseStatus is where a case stands, in one word.
type CaseStatus string

const (
	CaseWaiting CaseStatus = "waiting" // for the result of a matter before it; no clock
	CaseRunning CaseStatus = "running" // with a department
	CaseAsking  CaseStatus = "asking"  // with the citizen, clock paused
	CaseEnded   CaseStatus = "ended"
)

// Case is one submission travelling its workflow. A theme case (Matter "") has
// children, one a matter in scope; a matter filed alone is a root itself.
type Case struct {
	ID         string
	Number     string // what people write down: unique, not guessable
	Root       string // the theme case; its own ID for a root
	Draft      string
	Theme      string
	Matter     string
	Release    string
	Department string   // of a theme case: the lead department
	Authority  string   // the department in whose name Department decides; "": in its own
	Applicant  string   // account
	Title      string   // whose filing, for worklists: the entity's name
	State      string   // workflow state; "" for theme cases and while waiting
	Trail      []string // the steps that led to State, it being the last; see workflows.Advance
	Status     CaseStatus
	Outcome    workflows.Outcome
	Answers    json.RawMessage // this form's own part, normalised
	Kept       json.RawMessage // []KeptAnswer: what a migration found no place for
	Moved      json.RawMessage // Moved: what migrations changed for the applicant; of the root
	Sourced    json.RawMessage // []SourcedAnswer: which answers and documents a source department gave
	Earlier    json.RawMessage // []EarlierAnswer: which answers were taken over from earlier filings
	Scope      []string        // theme case: the matters in scope, sorted
	Correction *Correction     // open while Status is asking
	Corrected  []Corrected     // what the applicant corrected in it
	Result     *Result         // once issued
	Holder     *Holder         // who has the work of the step in hand; nil: whoever has the role acts
	Helpers    []string        // accounts of other departments that acted on it when it was handed to them: they still see it
	Counted    time.Duration   // of the step, in this stay, before its clock stood still for an opinion
	Steady     int64           // the revision since which nothing happened but that others who are asked said something
	Tasks      []Task          // what others were or are asked for, in that order; the step's own is not among them

	Promised  workflows.Clock // of the matter
	Statutory workflows.Clock
	Step      workflows.Clock // of the current state
	Light     workflows.Light // the worst of the three
	Due       time.Time       // the earliest of the three; zero while paused or without limit
	LightNext time.Time       // when the light changes by itself; zero when it will not
	Ledger    int             // lines of its clock ledger; 0 also when its clocks ran before there was one

	Visits []Visit // of a theme case: its joint inspections, in the order in which they began

	Decided time.Time       // of a matter whose theme tells its results in one notice
	Notices []Notice        // of such a theme's case: what was told, and when
	Serve   workflows.Clock // likewise: how long what was decided first waits to be told; zero while nothing does

	Extensions   []Extension // more time it was given
	StepExtended int         // working days of it that the step's clock got in this stay

	Answered   workflows.Answered // what the clocks had used when the citizen last answered
	SilentNext time.Time          // when silence decides; zero while it does not

	Before, After catalog.Burden // theme case: counted for its answers at submission

	Submitted time.Time
	Started   time.Time // zero while waiting
	Ended     time.Time
	Revision  int64
}

// IsRoot reports whether the case is nobody's child.
func (c *Case) IsRoot() bool { return c.Root == c.ID }

// Correction is what a department asked the citizen to put right.
type Correction struct {
	Kind      workflows.TransitionKind `json:"kind"` // correct or rectify
	Note      string                   `json:"note"`
	Fields    []string                 `json:"fields,omitempty"`    // paths in the matter's form; none and no materials: anything
	Materials []string                 `json:"materials,omitempty"` // standard material ids
	From      string                   `json:"from,omitempty"`      // the state that asked
	By        string                   `json:"by"`                  // who asked, as shown
	Asked     time.Time                `json:"asked"`
}

// Result is what was issued.
type Result struct {
	Number string                     `json:"number"`
	Issued time.Time                  `json:"issued"`
	Fields map[string]json.RawMessage `json:"fields,omitempty"` // Yields, by path
}

// Receipt acknowledges a submission.
type Receipt struct {
	Case      string    `json:"case"` // root case id
	Number    string    `json:"number"`
	Submitted time.Time `json:"submitted"`
	Children  []string  `json:"children,omitempty"` // case ids, in the theme's order
}
